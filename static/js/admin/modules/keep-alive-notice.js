// What the notice before the end of a sign-in says: to the eye each second, aloud only now and then.
const SPOKEN = [60, 30, 10]; // seconds
const UNREACHED =
  "Cổng không trả lời, có thể do mạng. Những gì bạn đã nhập vẫn còn trên trang này: hãy thử lại sau ít phút.";

export class Notice {
  constructor(box, told) {
    Object.assign(this, { box, told });
  }

  part(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  say(title, words, { goOn = false, again = false, aloud = words } = {}) {
    this.part("title").textContent = title;
    this.part("words").textContent = words;
    this.part("go-on").hidden = !goOn;
    this.part("again").hidden = !again;
    this.box.hidden = false;
    this.speak(aloud);
  }

  // The same words twice would be read twice.
  speak(words) {
    if (this.told.textContent !== words) this.told.textContent = words;
  }

  hide() {
    if (!this.box.hidden) this.speak("Bạn có thể làm việc tiếp.");
    this.box.hidden = true;
  }

  warn(left, isFinal) {
    const why = isFinal ? "Đã đến giới hạn của một lần đăng nhập, hãy lưu ngay." : "Đã lâu không có thao tác nào.";
    const words = (seconds) => `${why} Sau ${seconds} giây bạn sẽ được đăng xuất.`;
    const aloud = words(SPOKEN.findLast((at) => left <= at) ?? left);
    this.say("Bạn còn làm việc không?", words(left), { goOn: !isFinal, aloud });
  }

  tellEnd(other) {
    const who = other ? ` Trình duyệt này đang đăng nhập bằng tài khoản «${other}».` : "";
    const what = `Những gì bạn đã nhập vẫn còn trên trang này.${who} Hãy đăng nhập lại ở thẻ mới rồi trở về đây để lưu.`;
    this.say("Bạn đã được đăng xuất", what, { again: true });
  }

  tellSilence() {
    this.say("Chưa gửi được", UNREACHED);
  }
}
