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

// keep looks after a visit until ctx or its time is over, or its browser has not been heard for deadTime: for the
// ticket from time to time and whenever the membership may have changed, and for signs of life.
func (l *session) keep(ctx context.Context) {
	over := time.NewTimer(time.Until(l.stay.Ends))
	defer over.Stop()
	again := time.NewTicker(ticketTime)
	defer again.Stop()
	alive := time.NewTicker(lookEvery)
	defer alive.Stop()
	line := newPresence(time.Now())
	for {
		select {
		case <-ctx.Done():
			return
		case <-over.C:
			l.out.finish(protocol.Bye{Why: string(room.FarewellIdle)})
			<-ctx.Done() // write says goodbye and ends the connection
			return
		case <-alive.C:
			quiet := line.quiet
			if line.look(time.Now(), time.Unix(0, l.heard.Load())) {
				return
			}
			if line.quiet != quiet {
				l.server.House.Heard(l.member.Group, l.visit, l, !line.quiet)
			}
		case <-again.C:
			l.renew(ctx)
		case <-l.changed:
			l.renew(ctx)
		}
	}
}

// renew gives the browser a new ticket. During an outage the old one stays, and the next time comes.
func (l *session) renew(ctx context.Context) {
	if !time.Now().Before(l.stay.Ends) {
		return // it is over, which says nothing of the membership
	}
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
	l.out.put(latestTicket, protocol.Ticket{Ticket: ticket.Reveal()})
	if stay.Membership.Version != l.stay.Membership.Version {
		l.server.House.Remember(stay.Membership) // it knows already, unless the announcement was lost
	}
	l.stay = stay
}

// look makes keep read the membership anew. It never blocks.
func (l *session) look() {
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// Changed says that some membership has changed since this was last called. The house is told separately; here it is
// about browsers that are just coming in, whose membership may have been read before.
func (s *Server) Changed() { s.changes.Add(1) }
