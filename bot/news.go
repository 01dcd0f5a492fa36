package bot

import (
	"context"
	"sync"
	"sync/atomic"
)

// news wakes whoever waits for a change. Announcing costs one atomic load while nobody waits, so that it may be done
// for every packet. The zero value is ready.
type news struct {
	waiting atomic.Int32
	mu      sync.Mutex
	next    chan struct{} // closed at the next announcement; nil while nobody waits
}

func (n *news) announce() {
	if n.waiting.Load() == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next != nil {
		close(n.next)
		n.next = nil
	}
}

// following returns a channel that the next announcement closes.
func (n *news) following() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next == nil {
		n.next = make(chan struct{})
	}
	return n.next
}

// await returns nil once happened returns true, and an error if ctx or the bot ends first.
func (b *Bot) await(ctx context.Context, happened func() bool) error {
	b.news.waiting.Add(1)
	defer b.news.waiting.Add(-1)
	for {
		// The channel first: a change between the question and the wait is not missed.
		next := b.news.following()
		if happened() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		case <-b.done:
			if happened() {
				return nil
			}
			return context.Cause(b.ctx)
		}
	}
}
