package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"alcove/room"
)

// What follows no honest page does. Everything may be called at any time and holds until it is called again.

// IgnoreServer makes the bot send sound and picture whatever the server says: muted, in the lobby, or sent away. Its
// peer connections then live until Close.
func (b *Bot) IgnoreServer(on bool) { b.lawless.Store(on) }

// SwapSSRC makes the packets of a source claim a stream that was never negotiated.
func (b *Bot) SwapSSRC(s room.Source) { b.tricks[index(s)].ssrc.Store(rand.Uint32() | 1) }

// ClaimMid makes the packets of a source claim to belong to another line of the offer. An empty mid is the honest one.
func (b *Bot) ClaimMid(s room.Source, mid string) { b.tricks[index(s)].mid.Store(&mid) }

// ClaimRID makes the packets of a source claim to be a layer of a simulcast that was never offered.
func (b *Bot) ClaimRID(s room.Source, rid string) { b.tricks[index(s)].rid.Store(&rid) }

// Reroute makes the packets of a source go out on the line of another one of the same kind: the microphone's on that
// of the screen's sound, the camera's on that of the screen. Rerouting a source to itself ends it.
func (b *Bot) Reroute(from, over room.Source) error {
	f, o := index(from), index(over)
	if (f == microphone || f == screenSound) != (o == microphone || o == screenSound) {
		return fmt.Errorf("reroute: %s and %s are of different kinds", from, over)
	}
	b.tricks[f].reroute.Store(int32(o - f))
	return nil
}

// OpenAnother offers one more peer connection beside those that there are and waits until it is connected or refused.
func (b *Bot) OpenAnother(ctx context.Context) error {
	b.mu.Lock()
	slots := b.room
	b.mu.Unlock()
	return b.startStage(slots).await(ctx)
}

// SendRaw sends any text as a frame.
func (b *Bot) SendRaw(ctx context.Context, frame []byte) error {
	b.mu.Lock()
	l := b.line
	b.mu.Unlock()
	if l == nil {
		return ErrLineLost
	}
	return l.write(ctx, frame)
}

// CutLine breaks the line without a word. The bot comes back by its ticket, unless Config.NoResume.
func (b *Bot) CutLine() {
	b.mu.Lock()
	l := b.line
	b.mu.Unlock()
	if l != nil {
		_ = l.conn.CloseNow()
	}
}

// Ticket returns the newest resume ticket, to be misused elsewhere.
func (b *Bot) Ticket() string { return b.currentTicket() }

// tricks are the lies of one source. The zero value is honest.
type tricks struct {
	ssrc    atomic.Uint32          // zero: the negotiated one
	mid     atomic.Pointer[string] // nil or empty: the true one
	rid     atomic.Pointer[string] // nil or empty: none
	reroute atomic.Int32           // how many lines further down the packets go
}

func (t *tricks) line(source int) int { return source + int(t.reroute.Load()) }

func (t *tricks) ssrcOr(honest uint32) uint32 {
	if lie := t.ssrc.Load(); lie != 0 {
		return lie
	}
	return honest
}

// or returns the lie, if there is one.
func or(lie *atomic.Pointer[string], honest string) string {
	if told := lie.Load(); told != nil && *told != "" {
		return *told
	}
	return honest
}
