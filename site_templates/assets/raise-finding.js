// The form that writes a finding: what is typed becomes the YAML of findings/ID.yaml, here in the browser.
// Nothing is stored and nothing is sent. Without this script the page says what to do instead.
(() => {
  "use strict";
  const form = document.getElementById("raise");
  if (!form) return;
  const says = form.dataset;
  const field = (name) => form.elements.namedItem(name);
  const byId = (name) => document.getElementById(`raise-${name}`);

  // Texts

  // Signs that steer terminals, turn lines round or show nothing; the tool refuses or removes them too.
  const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/gu;

  const lines = (text) =>
    text
      .replace(/\r\n?|[\u0085\u2028\u2029\u000b\u000c]/g, "\n")
      .replace(/\t/g, "    ")
      .replace(HIDDEN, "")
      .split("\n")
      .map((line) => line.trimEnd());
  const oneLine = (text) => lines(text).join(" ").trim();
  const severalLines = (text) => lines(text).join("\n").replace(/^\s*\n/, "").trim();
  const length = (text) => [...text].length;

  // YAML. A word is written as it is where no reader could take it for anything else; any other text is quoted.

  const WORDS = /^[A-Za-z][A-Za-z0-9 ]*[A-Za-z0-9]$/;
  const MEANS_SOMETHING = /^(true|false|yes|no|on|off|null|none|nan|inf|infinity)$/i;
  const ID = /^[a-z][a-z0-9-]*$/;
  const quote = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;
  const scalar = (text) => (WORDS.test(text) && !MEANS_SOMETHING.test(text) ? text : quote(text));
  const id = (text) => (text.length > 1 && ID.test(text) && !MEANS_SOMETHING.test(text) ? text : quote(text));
  const block = (text) =>
    text.includes("\n") || length(text) > 100
      ? `|-\n${text.split("\n").map((line) => (line ? `  ${line}` : "")).join("\n")}`
      : scalar(text);

  // What is chosen

  const options = (list) => new Map([...byId(list).options].map((option) => [option.value, option]));
  const known = { node: options("nodes"), item: options("items"), by: options("people") };
  const value = (name) => (field(name) ? oneLine(field(name).value) : "");
  const isNode = () => field("subject").value === "node";

  const slug = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+/, "")
      .slice(0, 50)
      .replace(/-+$/, "");

  const subject = () => {
    if (!isNode()) return `{item: ${id(value("item"))}}`;
    const parts = ["node", "attribute", "unit", "cycle"].filter((name) => value(name));
    return `{${parts.map((name) => `${name}: ${id(value(name))}`).join(", ")}}`;
  };

  const yaml = () => {
    const found = [`title: ${scalar(value("title"))}`, `kind: ${value("kind")}`];
    if (severe() && value("severity")) found.push(`severity: ${value("severity")}`);
    found.push("about:", `  - ${subject()}`);
    if (value("requirement")) found.push(`requirement: ${scalar(value("requirement"))}`);
    found.push(`text: ${block(severalLines(field("text").value))}`);
    found.push(`raised: {on: ${value("on")}, by: ${id(value("by"))}}`);
    if (value("due")) found.push(`due: ${value("due")}`);
    return `${found.join("\n")}\n`;
  };

  const severe = () => value("kind") === "nonconformity";
  const path = () => `${says.prefix}findings/${value("id") || "…"}.yaml`;

  // What is wrong

  const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
  const date = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

  const tooLong = (text, most) =>
    length(text) > most ? says.tooLong.replace("{count}", length(text)).replace("{most}", most) : "";
  const chosen = (name) => (known[name].has(value(name)) ? "" : value(name) ? says.unknown : says.missing);

  const wrong = {
    node: () => (isNode() ? chosen("node") : ""),
    item: () => (isNode() ? "" : chosen("item")),
    title: () => (value("title") ? tooLong(value("title"), 200) : says.missing),
    text: () => {
      const text = severalLines(field("text").value);
      return text ? tooLong(text, 20000) : says.missing;
    },
    requirement: () => tooLong(value("requirement"), 500),
    by: () => chosen("by"),
    on: () => (date(value("on")) ? "" : says.noDate),
    due: () => {
      if (!value("due")) return field("due").validity.badInput ? says.noDate : "";
      if (!date(value("due"))) return says.noDate;
      return date(value("on")) && value("due") < value("on") ? says.before : "";
    },
    id: () => {
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(value("id"))) return says.badId;
      if (RESERVED.test(value("id"))) return says.reserved;
      return says.taken.split(" ").includes(value("id")) ? says.takenId : "";
    },
  };

  const touched = new Set();
  const show = (name, message) => {
    const place = byId(`${name}-wrong`);
    place.textContent = message;
    place.hidden = !message;
    field(name).setAttribute("aria-invalid", String(Boolean(message)));
    const described = [byId(`${name}-hint`), message ? place : null].filter(Boolean).map((one) => one.id);
    field(name).setAttribute("aria-describedby", described.join(" "));
  };

  const check = () => {
    const faults = Object.keys(wrong).filter((name) => wrong[name]());
    for (const name of Object.keys(wrong)) show(name, touched.has(name) ? wrong[name]() : "");
    return faults;
  };

  // What is shown

  let named = false; // whether somebody has typed a name for the file

  const titles = () => {
    for (const name of ["node", "item", "by"]) {
      const option = known[name].get(value(name));
      byId(`${name}-title`).textContent = option ? option.textContent : "";
    }
    if (known.by.has(value("by")) && !says.auditors.split(" ").includes(value("by"))) {
      byId("by-title").textContent += `. ${says.noAuditor}`;
    }
  };

  const attributes = () => {
    const select = field("attribute");
    if (!select) return;
    const option = known.node.get(value("node"));
    const there = option ? option.dataset.attributes.split(" ") : null;
    for (const one of select.options) {
      one.disabled = one.hidden = Boolean(one.value && there && !there.includes(one.value));
    }
    if (select.selectedOptions[0].disabled) select.value = "";
  };

  const forge = () => {
    const link = document.querySelector("#raise-forge a");
    if (!link) return;
    const query = new URLSearchParams({ [says.nameKey]: path(), [says.contentKey]: yaml() });
    const address = `${says.newFile}?${query}`;
    const fits = address.length < 6000; // longer addresses are refused by servers
    link.href = fits ? address : `${says.newFile}?${new URLSearchParams({ [says.nameKey]: path() })}`;
  };

  const update = () => {
    form.querySelector(".about-node").hidden = !isNode();
    form.querySelector(".about-item").hidden = isNode();
    form.querySelector("[data-for='severity']").hidden = !severe();
    if (!named) field("id").value = slug(value("title"));
    attributes();
    titles();
    check();
    byId("yaml").textContent = yaml();
    byId("path").textContent = path();
    byId("said").textContent = "";
    forge();
  };

  /** Whether the file may be taken; else every message is shown, and the first wrong field has the focus. */
  const ready = () => {
    Object.keys(wrong).forEach((name) => touched.add(name));
    const faults = check();
    if (!faults.length) return true;
    byId("said").textContent = says.mend;
    field(faults[0]).focus();
    return false;
  };

  form.addEventListener("input", (event) => {
    if (event.target === field("id")) named = field("id").value !== "";
    update();
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.name in wrong && event.target.value) {
      touched.add(event.target.name);
      check();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!ready()) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" }));
    link.download = `${value("id")}.yaml`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
  byId("copy").addEventListener("click", async () => {
    if (!ready()) return;
    try {
      await navigator.clipboard.writeText(yaml());
      byId("said").textContent = says.copied;
    } catch {
      byId("said").textContent = says.notCopied;
    }
  });

  // The address may say what it is about: ?about=NODE&attribute=ID, ?item=ID, or the same after a #.
  const asked = new URLSearchParams(location.search || location.hash.slice(1));
  if (asked.get("item")) {
    form.querySelector("[name='subject'][value='item']").checked = true;
    field("item").value = asked.get("item");
  } else if (asked.get("about")) {
    field("node").value = asked.get("about");
  }
  const today = new Date();
  field("on").value = new Date(today - today.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  form.hidden = false;
  attributes();
  for (const name of ["attribute", "unit", "cycle"]) {
    const there = field(name) && [...field(name).options].some((one) => one.value === asked.get(name));
    if (there) field(name).value = asked.get(name);
  }
  update();
})();
