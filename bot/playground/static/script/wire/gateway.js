// One person's line to the gateway: greets, keeps its heart beating, and takes up where it was cut.

import { Emitter } from "../emitter.js";

const DISPATCH = 0,
  HEARTBEAT = 1,
  IDENTIFY = 2,
  RESUME = 6,
  RECONNECT = 7,
  INVALID = 9,
  HELLO = 10;
const FIRST_WAIT_MS = 300,
  LONGEST_WAIT_MS = 5000;
const HOPELESS = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

// Emits "event" {name, data} and "line" ("open", "lost" or "refused").
export class Gateway extends Emitter {
  #token;
  #socket = null;
  #session = null;
  #seq = null;
  #beat = 0;
  #wait = FIRST_WAIT_MS;
  #over = false;

  constructor(token) {
    super();
    this.#token = token;
  }

  open() {
    this.#socket = new WebSocket(
      `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/gateway?v=10&encoding=json`,
    );
    this.#socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    this.#socket.addEventListener("close", (event) => this.#lost(event.code));
  }

  close() {
    this.#over = true;
    this.#socket?.close(1000);
  }

  #hear({ op, d, s, t }) {
    if (op === HELLO) this.#greet(d.heartbeat_interval);
    else if (op === HEARTBEAT) this.#send(HEARTBEAT, this.#seq);
    else if (op === RECONNECT) this.#socket.close(4000);
    else if (op === INVALID) this.#startAnew();
    else if (op === DISPATCH) this.#dispatch(t, d, s);
  }

  #greet(interval) {
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#send(HEARTBEAT, this.#seq), interval);
    if (this.#session) this.#send(RESUME, { token: this.#token, session_id: this.#session, seq: this.#seq });
    else this.#send(IDENTIFY, { token: this.#token, properties: { os: "page", browser: "playground", device: "" } });
  }

  #startAnew() {
    this.#session = this.#seq = null;
    this.#socket.close(4000);
  }

  #dispatch(name, data, seq) {
    this.#seq = seq;
    if (name === "READY") this.#session = data.session_id;
    if (name === "READY" || name === "RESUMED") {
      this.#wait = FIRST_WAIT_MS;
      this.emit("line", "open");
    }
    this.emit("event", { name, data });
  }

  #send(op, d) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  #lost(code) {
    clearInterval(this.#beat);
    if (this.#over) return;
    this.emit("line", HOPELESS.has(code) ? "refused" : "lost");
    if (HOPELESS.has(code)) return;
    setTimeout(() => this.open(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
