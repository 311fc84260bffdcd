"use strict";
// The link to a fact's sentence opens it below the row; without this script it leads to its page.
(() => {
  async function open(link) {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelectorAll("section.evidence > figure, section.evidence > p");
    const row = link.closest("tr");
    const box = document.createElement("div");
    found.forEach((part) => box.append(document.importNode(part, true)));
    if (row) {
      const more = document.createElement("tr"), cell = document.createElement("td");
      more.className = "inline-evidence";
      cell.colSpan = row.cells.length;
      cell.append(box);
      more.append(cell);
      row.after(more);
      shown.set(link, more);
    } else {
      link.after(box);
      shown.set(link, box);
    }
    link.setAttribute("aria-expanded", "true");
  }

  const shown = new WeakMap();
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a.why");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    if (shown.has(link)) {
      shown.get(link).remove();
      shown.delete(link);
      link.setAttribute("aria-expanded", "false");
    } else {
      open(link).catch(() => { location.href = link.href; });
    }
  });
  document.querySelectorAll("a.why").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("keydown", (e) => {
      if (e.key === " ") { e.preventDefault(); link.click(); }
    });
  });
})();
