// «Nghe bài»: the browser reads the post aloud, where it has a Vietnamese voice; nothing leaves the machine
// that the browser does not send by itself. The button is there only then.
const WORDS = { idle: "Nghe bài", speaking: "Tạm dừng", paused: "Nghe tiếp" };

const voiceOf = (voices) => voices.find(({ lang }) => /^vi\b/i.test(lang));

function start(place, root) {
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
    utterance.voice = voiceOf(speech.getVoices()) ?? null;
    utterance.addEventListener("end", () => say(texts, number + 1, mine));
    utterance.addEventListener("error", () => mine === round && end());
    speech.speak(utterance);
  };

  play.addEventListener("click", () => {
    if (place.dataset.listen === "speaking") {
      speech.pause();
      show("paused");
    } else if (place.dataset.listen === "paused") {
      speech.resume();
      show("speaking");
    } else {
      speech.cancel();
      show("speaking");
      const mine = (round += 1);
      import("./spoken.js").then(({ textsOf }) => say(textsOf(root), 0, mine));
    }
  });
  stop.addEventListener("click", () => {
    end();
    play.focus();
  });
  window.addEventListener("pagehide", end);

  // Voices may come later than the page.
  const look = () => {
    place.hidden = !voiceOf(speech.getVoices());
  };
  speech.addEventListener?.("voiceschanged", look);
  show("idle");
  look();
}

export function enhance(root) {
  if (window.speechSynthesis) {
    root.querySelectorAll("[data-listen]").forEach((place) => start(place, root));
  }
}
