// What the machine can draw: WebGL2 at all, and whether a graphics card does it. Asked once, on a canvas that is thrown away.
export interface Graphics { webgl2: boolean; software: boolean }

const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software|warp/i;

export function isSoftware(renderer: string): boolean {
  return SOFTWARE.test(renderer);
}

export function graphics(): Graphics {
  // The engine itself needs Chrome 94; on older kernels the SVG map answers.
  if (!('hasOwn' in Object) || !('at' in Array.prototype)) return { webgl2: false, software: true };
  try {
    const gl = document.createElement('canvas').getContext('webgl2');
    if (!gl) return { webgl2: false, software: true };
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? '');
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return { webgl2: true, software: isSoftware(renderer) };
  } catch {
    return { webgl2: false, software: true };
  }
}
