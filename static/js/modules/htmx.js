// Fetches htmx, once. It is a classic script that looks for the document to be ready, so it comes after that.
let fetched;

export function fetchHtmx(address) {
  fetched ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => resolve(window.htmx));
    script.addEventListener("error", reject);
    script.src = address;
    document.head.append(script);
  });
  return fetched;
}
