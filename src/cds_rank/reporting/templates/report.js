"use strict";
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const live = document.getElementById("live");
  const say = (key, facts) => { live.textContent = live.dataset[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]); };

  // A cell sorts by its own key, or by the number printed in it.
  const amount = (cell) => {
    if (cell.dataset.k !== undefined) return cell.dataset.k;
    const found = cell.textContent.replace(/−/g, "-").match(/[+-]?\d[\d.,]*/);
    if (!found) return "";
    return language === "vi" ? found[0].replace(/\./g, "").replace(",", ".") : found[0].replace(/,/g, "");
  };

  // Sorting: a real button in each heading; aria-sort stands on one heading only. What is equal keeps its order.
  for (const table of document.querySelectorAll("table.sorts")) {
    const heads = [...table.querySelectorAll("th[data-sort]")];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const kind = head.dataset.sort;
        const before = head.getAttribute("aria-sort");
        const ascending = before ? before === "descending" : kind !== "down";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        const key = kind === "text" ? (cell) => cell.textContent.trim() : amount;
        const keyed = rows.map((row) => [key(row.cells[head.cellIndex]), row]);
        const compare = kind === "text" ? collator.compare : (a, b) => a - b;
        keyed.sort(([a], [b]) => (a === "") - (b === "") || (ascending ? compare(a, b) : compare(b, a)));
        body.append(...keyed.map(([, row]) => row));
        say("sorted", { column: button.textContent.trim(), direction: live.dataset[ascending ? "ascending" : "descending"] });
      });
    }
  }

  // The codes above the points say their names, which the method lists.
  const titles = new Map([...document.querySelectorAll(".set tbody th")].map((cell) => cell.innerText.trim().match(/^(\S+)\s+([^\n]*)/) ?? []).map(([, code, name]) => [code, name]));
  for (const head of document.querySelectorAll(".matrix thead th")) {
    const name = titles.get(head.innerText.trim());
    if (name) head.title = name;
  }

  // Finding: marks and case do not matter ("tram tau" finds Trạm Tấu).
  const search = document.getElementById("search");
  const field = document.getElementById("find");
  const profiles = [...document.querySelectorAll(".unit > details.profile")];
  const named = (item) => `${(item.querySelector("th, h3") ?? item).textContent} ${item.dataset.find ?? ""}`;
  const words = (text) => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
  const items = [...document.querySelectorAll("[data-find]"), ...profiles].map((item) => [item, words(named(item))]);
  const counted = ".group [data-find], .where [data-find]";
  const lists = document.querySelectorAll(".where");
  const units = items.filter(([item]) => item.matches(counted)).length;
  const find = () => {
    const wanted = words(field.value);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !text.includes(wanted);
      if (!item.hidden && item.matches(counted)) shown += 1;
    }
    for (const list of lists) {
      list.hidden = !list.querySelector("[data-find]:not([hidden])");
      list.open = wanted !== " " && !list.hidden;
    }
    say("found", { shown, total: units });
  };
  if (search) {
    search.hidden = false;
    field.addEventListener("input", find);
    // Enter leads to the first unit found; what is sought stays in the field.
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = items.map(([item]) => item).find((item) => !item.hidden && item.matches(counted));
      found?.scrollIntoView({ block: "center" });
      found?.querySelector("a")?.focus({ preventScroll: true });
    });
  }

  // Profiles: a link opens the one it leads to (some browsers do so themselves); one button opens or closes
  // all, for printing.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const profile = target?.closest("details");
    if (!profile) return;
    if (profile.hidden) { field.value = ""; find(); }
    profile.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  const all = document.getElementById("all");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const open = all.getAttribute("aria-pressed") !== "true";
      all.setAttribute("aria-pressed", open);
      for (const profile of profiles) profile.open = open;
    });
  }
})();
