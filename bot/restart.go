package bot

import (
	"context"
	"errors"
	"time"

	"github.com/pion/webrtc/v4"
)

// restartWithin is how long an ICE restart may take before the bot makes a new connection.
const restartWithin = 5 * time.Second

// Restarts counts the ICE restarts after which media flowed again, on the same peer connection.
func (b *Bot) Restarts() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.restarts
}

// goOn restarts ICE on the newest stage, if it is one that can go on.
func (b *Bot) goOn() bool {
	s := b.newestStage()
	if s == nil || !s.works() {
		return false
	}
	select {
	case s.again <- struct{}{}:
	default: // one is asked for already
	}
	return true
}

// works says whether the stage has been connected and may be so again.
func (s *stage) works() bool {
	select {
	case <-s.broken:
		return false
	default:
	}
	select {
	case <-s.opened:
		return true
	default:
		return false
	}
}

// keepUp restarts ICE on the stage whenever that is asked for, until ctx ends. It reports true if a restart led
// nowhere: the stage is given up then, and another one must take its place.
func (b *Bot) keepUp(ctx context.Context, s *stage) (lost bool) {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-s.again:
		}
		if err := b.restart(ctx, s); err == nil || errors.Is(err, ErrLineLost) {
			continue // in the second case whoever makes the line again will ask again
		}
		return b.ctx.Err() == nil && ctx.Err() == nil && b.dismiss(s)
	}
}

// restart looks for another path on the same peer connection.
func (b *Bot) restart(ctx context.Context, s *stage) error {
	ctx, cancel := context.WithTimeout(ctx, restartWithin)
	defer cancel()
	select {
	case <-s.sdp: // of an offer whose line was lost
	default:
	}
	if err := b.describe(ctx, s, &webrtc.OfferOptions{ICERestart: true}); err != nil {
		return err
	}
	err := b.await(ctx, func() bool { return s.pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.restarts++
	b.mu.Unlock()
	b.news.announce()
	return nil
}

// dismiss takes s off the list of stages. It reports false if somebody else has done that and waits for its end.
func (b *Bot) dismiss(s *stage) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, one := range b.stages {
		if one == s {
			b.stages = append(b.stages[:i], b.stages[i+1:]...)
			return true
		}
	}
	return false
}
