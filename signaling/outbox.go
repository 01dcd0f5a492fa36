package signaling

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"github.com/coder/websocket"

	"alcove/signaling/protocol"
)

// What may wait for one browser. A browser that can't keep up is cut off with "come back": the room never waits.
const (
	maxWaiting      = 256
	maxWaitingBytes = 256 << 10
)

// Close codes say whether to come back (docs/protocol.md).
const (
	closeOver     = websocket.StatusCode(4000)
	closeComeBack = websocket.StatusCode(4001)
)

// latest names messages of which only the newest counts: one that still waits is replaced.
type latest int

const (
	everyOne latest = iota // not replaced
	latestView
	latestSlots
	latestLayers
	latestSpeaking
	latestPing
	latestTicket
	latestLine
	latestTalk
)

// outbox is what waits for one browser. Putting never blocks.
type outbox struct {
	wake chan struct{} // capacity 1

	mu      sync.Mutex
	waiting []letter
	bytes   int
	closing bool // a bye is in it, or has been sent: nothing more goes in
	code    websocket.StatusCode
	why     string // of the bye
}

type letter struct {
	kind  latest
	frame []byte
}

func newOutbox() *outbox { return &outbox{wake: make(chan struct{}, 1)} }

// put queues a message.
func (o *outbox) put(kind latest, m protocol.FromServer) {
	frame, err := protocol.Encode(m)
	if err != nil {
		panic(err) // a message of ours that is not in our own table
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing {
		return
	}
	if kind != everyOne {
		if i := slices.IndexFunc(o.waiting, func(l letter) bool { return l.kind == kind }); i >= 0 {
			o.bytes += len(frame) - len(o.waiting[i].frame)
			o.waiting[i].frame = frame
			o.ring()
			return
		}
	}
	if len(o.waiting) >= maxWaiting || o.bytes+len(frame) > maxWaitingBytes {
		o.waiting, o.bytes = nil, 0
		o.lastWords(protocol.Bye{Why: whyTooSlow, ComeBack: true, AfterMS: 1000})
		return
	}
	o.add(kind, frame)
}

// finish queues the last message; whatever comes later is dropped.
func (o *outbox) finish(bye protocol.Bye) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.closing {
		o.lastWords(bye)
	}
}

func (o *outbox) lastWords(bye protocol.Bye) {
	frame, err := protocol.Encode(bye)
	if err != nil {
		panic(err)
	}
	o.closing, o.code, o.why = true, closeOver, bye.Why
	if bye.ComeBack {
		o.code = closeComeBack
	}
	o.add(everyOne, frame)
}

func (o *outbox) add(kind latest, frame []byte) {
	o.waiting = append(o.waiting, letter{kind, frame})
	o.bytes += len(frame)
	o.ring()
}

func (o *outbox) ring() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// errFinished is returned by take after the bye.
var errFinished = errors.New("the last message has been sent")

// take returns everything that waits. With the last message it also returns errFinished and the close code.
func (o *outbox) take() ([]letter, websocket.StatusCode, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	letters := o.waiting
	o.waiting, o.bytes = nil, 0
	if o.closing {
		return letters, o.code, errFinished
	}
	return letters, 0, nil
}

// ending says why the connection is ended, or "lost" if it was not the server that ended it.
func (o *outbox) ending() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return cmp.Or(o.why, "lost")
}
