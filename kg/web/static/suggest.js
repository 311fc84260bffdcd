"use strict";
// Suggestions while somebody types: a combobox (WAI-ARIA 1.2) over /suggest.
(() => {
  const WAIT = 120;

  // As the pages show a text: nothing in it may turn its direction.
  const plain = (text) => text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

  function combobox(input) {
    const url = new URL(input.dataset.suggest, location.href);
    const list = document.createElement("ul");
    const status = document.createElement("div");
    let shown = [], at = -1, timer = 0, asked = null;
    list.className = "suggestions";
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", labelOf(input));
    list.hidden = true;
    status.className = "hidden";
    status.setAttribute("role", "status");
    input.parentElement.classList.add("holder");
    input.parentElement.append(list, status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(hit) {
      if (input.dataset.pick === "key") {
        input.value = hit.key;
        close();
      } else {
        location.href = hit.url;
      }
    }

    function mark(n) {
      [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === n)));
      at = n;
      if (n >= 0) {
        input.setAttribute("aria-activedescendant", list.children[n].id);
        list.children[n].scrollIntoView({ block: "nearest" });
      }
    }

    function show(hits) {
      shown = hits;
      list.replaceChildren(...hits.map((hit, i) => {
        const li = document.createElement("li");
        li.id = `${list.id}-${i}`;
        li.lang = "vi";
        li.setAttribute("role", "option");
        li.setAttribute("aria-selected", "false");
        li.textContent = plain(hit.label);
        if (hit.detail) {
          const more = document.createElement("span");
          more.className = "soft";
          more.textContent = plain(hit.detail);
          li.append(" ", more);
        }
        li.addEventListener("pointerdown", (e) => { e.preventDefault(); choose(hit); });
        return li;
      }));
      at = -1;
      list.hidden = hits.length === 0;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      status.textContent = hits.length ? String(hits.length) : (input.dataset.none || "0");
    }

    async function ask() {
      const typed = input.value.trim();
      if (asked) asked.abort();
      if (!typed) { show([]); status.textContent = ""; return; }
      asked = new AbortController();
      url.searchParams.set("q", typed);
      try {
        const answer = await fetch(url, { signal: asked.signal });
        if (answer.ok && input.value.trim() === typed) show(await answer.json());
      } catch (e) {
        if (e.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (e) => {
      if (list.hidden) return;
      if (e.key === "ArrowDown") { e.preventDefault(); mark((at + 1) % shown.length); }
      else if (e.key === "ArrowUp") {
        e.preventDefault(); mark((at - 1 + shown.length) % shown.length);
      } else if (e.key === "Enter" && at >= 0) { e.preventDefault(); choose(shown[at]); }
      else if (e.key === "Escape") { e.preventDefault(); close(); }
    });
  }

  function labelOf(input) {
    return input.labels && input.labels[0] ? input.labels[0].textContent : input.name;
  }

  document.querySelectorAll("input[data-suggest]").forEach(combobox);
})();
