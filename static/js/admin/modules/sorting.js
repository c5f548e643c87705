// The buttons of a sorted list move its rows in place; without this they load the list anew.

const FAILED = "Chưa lưu được thứ tự. Hãy tải lại trang rồi thử lại.";

export const place = (row) => row.querySelector("[data-moves]").dataset;

export function rowsOf(root) {
  return [...root.querySelectorAll("#result_list tbody tr")].filter((row) => row.querySelector("[data-moves]"));
}

// A row with those that stand below it in the tree.
function branch(row) {
  const rows = [row];
  for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
    if (Number(place(next).depth) <= Number(place(row).depth)) break;
    rows.push(next);
  }
  return rows;
}

// Puts siblings into an order (key: number), also in the boxes: a later «Lưu» must not bring the old one back.
function show(rows, order) {
  const own = rows.filter((row) => place(row).moves in order);
  const end = branch(own.at(-1)).at(-1).nextSibling;
  const branches = own.map((row) => [order[place(row).moves], branch(row)]);
  for (const [number, moved] of branches.sort(([first], [second]) => first - second)) {
    for (const row of moved) own[0].parentNode.insertBefore(row, end);
    const box = moved[0].querySelector("input[name$=-order]");
    if (box) box.value = number;
  }
}

// Asks for a move, shows the list as it then stands, and says so.
export async function move(root, address) {
  const body = new FormData(root.querySelector("form#moves"));
  const options = { method: "POST", body, headers: { accept: "application/json" } };
  const told = root.querySelector(".moves-told");
  const answer = await fetch(address, options).catch(() => null);
  if (!answer?.ok) {
    told.textContent = FAILED;
    return;
  }
  const { message, order } = await answer.json();
  show(rowsOf(root), order);
  told.textContent = message;
}

export function enhance(root) {
  root.querySelector("form#moves")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    await move(root, submitter.formAction);
    submitter.focus();
  });
}
