// `notice.say(text)`: one line shown for some seconds and read out. `notice.announce(text)`: read out only (counts, answers).
class Notice {
  text = $state('');
  spoken = $state('');
  #timer = 0;

  say(text: string, seconds = 5): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.text = ''), seconds * 1000);
  }
  announce(text: string): void {
    this.spoken = text;
  }
  dismiss(): void {
    clearTimeout(this.#timer);
    this.text = '';
  }
}
export const notice = new Notice();
