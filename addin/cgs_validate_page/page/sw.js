// The page works without its server: this answers the files in its list, and nothing else.
"use strict";

const { version, files } = LISTED;
const addresses = new Set(files.map((file) => new URL(file, self.location).href));

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(version).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== version).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/)[0];
  event.respondWith(
    addresses.has(address) && event.request.method === "GET"
      ? caches.match(address).then((found) => found ?? Response.error())
      : Response.error(),
  );
});
