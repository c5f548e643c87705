// Hands the picture that is pressed, with its description, to the editor whose window opened this one.
const choices = document.querySelector("[data-place]");

function choose({ url, alt }) {
  const { CKEDITOR } = window.opener;
  // The editor calls it with its own dialog at hand.
  CKEDITOR.tools.callFunction(choices.dataset.place, url, function fillIn() {
    const box = this.getDialog().getContentElement("info", "alt");
    if (box && !box.getValue()) {
      box.setValue(alt);
    }
  });
  window.close();
}

choices?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && window.opener?.CKEDITOR) {
    choose(button.dataset);
  }
});
