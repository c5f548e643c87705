// Opens a PDF by pdf.js, which is fetched only now, and says in words why one could not be opened.
const PIECE = 2 ** 18; // bytes
const PROBLEMS = {
  PasswordException: "Tệp có mật khẩu. Hãy tải về và mở bằng chương trình đọc PDF.",
  InvalidPDFException: "Tệp này hỏng hoặc không phải là PDF. Hãy tải về để xem.",
  ResponseException: "Tệp không còn trên cổng. Hãy tải lại trang.",
};
const OTHER_PROBLEM = "Chưa mở được tệp ở đây: mạng bị ngắt hoặc trình duyệt quá cũ. Hãy tải tệp về.";

export const problem = (error) => PROBLEMS[error.name] ?? OTHER_PROBLEM;

// Returns pdf.js and the document, which is let go when the signal aborts.
export async function openFile(folder, url, signal) {
  const pdfjs = await import(`${folder}pdf.min.mjs`);
  pdfjs.GlobalWorkerOptions.workerSrc = `${folder}pdf.worker.min.mjs`;
  const task = pdfjs.getDocument({
    url,
    // Only the parts of the file that are looked at.
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: PIECE,
    standardFontDataUrl: folder, // Symbol and ZapfDingbats; all others are the system's own.
    // The decoders of scans in plain JavaScript: nothing is compiled at run time.
    wasmUrl: folder,
    useWasm: false,
  });
  signal.addEventListener("abort", () => task.destroy());
  return [pdfjs, await task.promise];
}
