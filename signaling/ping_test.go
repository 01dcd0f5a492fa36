package signaling

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Pings of the WebSocket itself (RFC 6455, section 5.5.2) come from no page.
func TestPingsAreAnsweredNoMoreOftenThanMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newWorld(t).dial()
		reading := p.conn.CloseRead(t.Context())
		answered := 0
		for range 3 * messagesBurst {
			ctx, cancel := context.WithTimeout(reading, time.Millisecond) // virtual time
			if p.conn.Ping(ctx) == nil {
				answered++
			}
			cancel()
		}
		if answered < messagesBurst || answered > messagesBurst+messagesPerSecond {
			t.Errorf("%d of %d pings were answered, want some %d", answered, 3*messagesBurst, messagesBurst)
		}
	})
}
