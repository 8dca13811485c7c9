// The filter of the audit log. All rows are there without it; it hides those that are not asked for, and keeps
// what is asked for in the page's address, so that a filtered log can be linked to.
(() => {
  "use strict";
  const filter = document.getElementById("log-filter");
  if (!filter) return;
  const rows = [...document.querySelectorAll("#log > li")];
  const pages = [...document.querySelectorAll("#log-pages a")];
  const fields = [...filter.querySelectorAll("select")];
  const count = filter.querySelector("output");
  const words = (text) => (text || "").split(" ").filter(Boolean);

  const asked = () => fields.filter((field) => field.value).map((field) => [field.name, field.value]);

  const show = () => {
    const wanted = asked();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every(([name, value]) => words(row.dataset[name]).includes(value));
      shown += !row.hidden;
    }
    count.textContent = wanted.length
      ? count.dataset.says.replace("{shown}", shown).replace("{all}", rows.length)
      : "";
    filter.querySelector("button").hidden = !wanted.length;
    const query = wanted.length ? `?${new URLSearchParams(wanted)}` : "";
    for (const page of pages) {
      const has = words(page.dataset.has);
      page.classList.toggle("muted", !wanted.every(([name, value]) => has.includes(`${name}=${value}`)));
      page.href = page.getAttribute("href").split("?")[0] + query;
    }
    return query;
  };

  const keep = () => {
    const address = `${location.pathname}${show()}${location.hash}`;
    try {
      history.replaceState(null, "", address);
    } catch {
      // Some browsers let no page that was opened from disk change its address: then it is only not kept.
    }
  };

  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = given.get(field.name) || "";
      field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  filter.addEventListener("change", keep);
  filter.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    keep();
    fields[0].focus();
  });
  addEventListener("popstate", read);
  filter.hidden = false;
  read();
})();
