/** What the page tells the worker that blurs. */
export type Order =
  /** Where pictures come from and go to, without the page seeing them. Both are transferred. */
  | { type: "flow"; from: ReadableStream<VideoFrame>; to: WritableStream<VideoFrame> }
  /** Pictures come one by one, each when the worker has asked for it. */
  | { type: "begin" }
  | { type: "picture"; picture: ImageBitmap };

/** What the worker tells the page. */
export type Report =
  /** The next picture is wanted: there is never more than one under way. */
  | { type: "next" }
  /** A picture with its background blurred; null where the worker passes it on by itself. */
  | { type: "blurred"; picture: ImageBitmap | null }
  /** It can't go on. Nothing comes of it any more. */
  | { type: "fault"; why: BlurFault };

/** Why a background is not blurred: it does not work in this browser or any more, or the machine is too slow for it. */
export type BlurFault = "unable" | "slow";
