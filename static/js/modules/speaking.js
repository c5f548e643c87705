// The browser reads the post aloud with a voice of its own; nothing leaves the machine that the browser does not
// send by itself.
import { textsOf } from "./spoken.js";

const WORDS = { idle: "Nghe bài", speaking: "Tạm dừng", paused: "Nghe tiếp" };

export function start(place, root, isVoice) {
  const { speechSynthesis: speech } = window;
  const [play, stop] = ["[data-play]", "[data-stop]"].map((name) => place.querySelector(name));
  let round = 0; // What an earlier round still says when it ends is not this one's business.

  const show = (state) => {
    place.dataset.listen = state;
    play.querySelector("[data-words]").textContent = WORDS[state];
    stop.hidden = state === "idle";
  };
  const end = () => {
    round += 1;
    speech.cancel();
    show("idle");
  };
  const say = (texts, number, mine) => {
    if (mine !== round) {
      return;
    }
    if (number >= texts.length) {
      end();
      return;
    }
    const utterance = new SpeechSynthesisUtterance(texts[number]);
    utterance.lang = "vi-VN";
    utterance.voice = speech.getVoices().find(isVoice) ?? null;
    utterance.addEventListener("end", () => say(texts, number + 1, mine));
    utterance.addEventListener("error", () => mine === round && end());
    speech.speak(utterance);
  };
  const begin = () => {
    speech.cancel();
    show("speaking");
    say(textsOf(root), 0, (round += 1));
  };

  play.addEventListener("click", () => {
    if (place.dataset.listen === "speaking") {
      speech.pause();
      show("paused");
    } else if (place.dataset.listen === "paused") {
      speech.resume();
      show("speaking");
    } else {
      begin();
    }
  });
  stop.addEventListener("click", () => {
    end();
    play.focus();
  });
  window.addEventListener("pagehide", end);
  begin();
}
