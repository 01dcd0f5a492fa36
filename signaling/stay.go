package signaling

import (
	"context"
	"errors"
	"time"

	"alcove/auth"
	"alcove/room"
	"alcove/signaling/protocol"
)

// ticketTime is how often a session gets a new ticket. Its membership is read anew for that, so that a removal whose
// announcement was lost is in force by then.
const ticketTime = 10 * time.Minute

// keep looks after the visit's ticket until ctx ends: from time to time, and whenever the membership may have changed.
// The visit ends with its last ticket, whatever happens in the room.
func (l *session) keep(ctx context.Context) {
	over := time.NewTimer(time.Until(l.stay.Ends))
	defer over.Stop()
	again := time.NewTicker(ticketTime)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-over.C:
			l.out.finish(protocol.Bye{Why: whyRefused})
			return
		case <-again.C:
		case <-l.changed:
		}
		l.renew(ctx)
	}
}

// renew gives the browser a new ticket. During an outage the old one stays, and the next time comes.
func (l *session) renew(ctx context.Context) {
	ticket, stay, err := l.server.Authority.Renew(ctx, l.stay)
	switch {
	case errors.Is(err, auth.ErrRefused):
		m := l.stay.Membership
		if err := l.server.House.Revoke(ctx, m.Group, m.Person, m.Version); err != nil {
			l.server.Log.Warn("a room was not told that somebody is no longer a member", "err", err)
		}
		l.out.finish(protocol.Bye{Why: string(room.FarewellRevoked)}) // if the room has not said so
		return
	case err != nil:
		l.server.Log.Warn("a ticket could not be renewed", "err", err)
		return
	}
	l.stay = stay
	l.out.put(latestTicket, protocol.Ticket{Ticket: ticket.Reveal()})
}

// look makes keep read the membership anew. It never blocks.
func (l *session) look() {
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// Changed says that somebody's membership in a group has changed. Every browser of theirs that is connected here, or
// is just coming in, is checked against the records.
func (s *Server) Changed(id room.ID, person room.PersonID) {
	s.changes.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.live {
		if m := l.member; m.Group == id && m.Person == person {
			l.look()
		}
	}
}
