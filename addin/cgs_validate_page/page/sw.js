// The page works without its server: this answers the files in its list, and nothing else.
"use strict";

const { version, files } = LISTED;
const own = `${self.registration.scope} `; // begins the names of this page's caches: all pages of a server share one store
const current = own + version;
const addresses = new Set(files.map((file) => new URL(file, self.location).href));

/** The request for a file as the server has it now: an older page would look for older parts. */
const fresh = (file) => new Request(file, { cache: "no-cache" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(current).then((cache) => cache.addAll(files.map(fresh))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(own) && name !== current;
  const deleted = caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(deleted.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/)[0].replace(/index\.html$/, "");
  event.respondWith(
    addresses.has(address) && event.request.method === "GET"
      ? caches.match(address).then((found) => found ?? fetch(address))
      : Response.error(),
  );
});
