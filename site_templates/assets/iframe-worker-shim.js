/* Search from a folder. A page opened from file:// may not start a Worker, which the theme's search is.
 * There, a hidden frame of the same origin plays its part: it runs the same script, and the two exchange
 * messages by events. On a server this file only names the search. */
(() => {
  "use strict";
  // The theme gives its search the role of a dialog, but no name.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".md-search[role=dialog]:not([aria-label])")?.setAttribute("aria-label", "Search");
  });

  if (location.protocol !== "file:") return;

  const load = (target, url) =>
    new Promise((loaded, failed) => {
      const script = target.createElement("script");
      script.src = url;
      script.onload = loaded;
      script.onerror = () => failed(new Error(`cannot load ${url}`));
      target.head.append(script);
    });

  class FrameWorker extends EventTarget {
    #frame = document.createElement("iframe");
    #ready;

    constructor(url) {
      super();
      const address = String(new URL(url, document.baseURI));
      this.#frame.hidden = true;
      this.#frame.title = "Search";
      this.#frame.srcdoc = "<!doctype html><title>Search</title>";
      this.#ready = new Promise((done) => (this.#frame.onload = done)).then(() => this.#start(address));
      this.#ready.catch((error) => this.dispatchEvent(new ErrorEvent("error", { error, message: error.message })));
      document.body.append(this.#frame);
    }

    #start(address) {
      const inside = this.#frame.contentWindow;
      inside.postMessage = (data) => this.#tell(this, data);
      inside.importScripts = async (...urls) => {
        for (const url of urls) await load(inside.document, String(new URL(url, address)));
      };
      return load(inside.document, address);
    }

    #tell(target, data) {
      const event = new MessageEvent("message", { data });
      target.dispatchEvent(event);
      if (target === this && typeof this.onmessage === "function") this.onmessage(event);
    }

    postMessage(data) {
      this.#ready.then(
        () => this.#tell(this.#frame.contentWindow, data),
        () => {},
      );
    }

    terminate() {
      this.#frame.remove();
    }
  }

  window.Worker = FrameWorker;
  window.IFrameWorker = FrameWorker; // the theme's script asks for this name to find the languages of search
})();
