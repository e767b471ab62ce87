// What an office wrote as its contact, cut into words and links: phones, mail and web addresses can be pressed. Pure.
export interface Piece { text: string; href: string | null }

const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const WEB = /https?:\/\/[^\s，。；、（）()<>"]+/;
// Area code and number, mobile, service hotline.
const PHONE = /(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|12345|400-?\d{3}-?\d{4})(?![\d:])/;
const ANY = new RegExp(`(${WEB.source})|(${MAIL.source})|(${PHONE.source})`, 'g');

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    const [whole, web, mail, phone] = match;
    // Never a piece of a longer number. By hand, since older Safari refuses a whole script that looks behind.
    if (phone && /[\d.:-]/.test(text[match.index - 1] ?? '')) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), href: null });
    found.push({ text: whole, href: web ?? (mail ? `mailto:${mail}` : `tel:${whole.replace(/-/g, '')}`) });
    end = match.index + whole.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), href: null });
  return found;
}
