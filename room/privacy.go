package room

import (
	"slices"
	"strings"
	"time"
)

// Two ways out need no reason and ask no question. Somebody came in: nothing flows from or to this browser until its
// person is back, and the others see that they have paused. Quick exit: the visit is over; staff alone see how.
//
// The pause belongs to a visit and not to a person, since another browser of theirs may be somewhere else. It is kept
// through the lobby, a lost line and a restart: only the person's own press ends it.

// onWayOut carries out what needs no reason.
func (r *Room) onWayOut(now time.Time, from actor, c Command) []Event {
	switch c.(type) {
	case TakePrivacy:
		r.takePrivacy(from)
	case EndPrivacy:
		r.endPrivacy(from)
	case QuickExit:
		return r.quickExit(now, from)
	default:
	}
	return nil
}

// takePrivacy closes everything of a visit. Nobody else can do it for them.
func (r *Room) takePrivacy(from actor) {
	if from.waiting != nil {
		from.waiting.private = true
		return
	}
	p := from.person
	r.unshare(p)
	p.private, p.microphone, p.camera = true, false, false
}

// endPrivacy brings them back. Microphone and camera stay off until their owner turns them on.
func (r *Room) endPrivacy(from actor) {
	if from.waiting != nil {
		from.waiting.private = false
		return
	}
	from.person.private = false
}

// attends says whether somebody in the circle is reached by what happens there.
func (p *person) attends() bool { return p.here() && !p.private }

// rests says whether they have taken a moment or paused, so that nothing is asked of them now.
func (p *person) rests() bool { return p.moment.away || p.private }

// elsewhere says whether the group can't ask anything of them now.
func (p *person) elsewhere() bool { return p.rests() || p.apart() }

// listens says whether they hear it, by their own choice, too.
func (p *person) listens() bool { return p.attends() && !p.moment.hushed }

// quickExit ends a visit. The last of the staff is not asked what becomes of the session: it goes on as if their line
// had dropped.
func (r *Room) quickExit(now time.Time, from actor) []Event {
	from.person.exited = now
	if from.waiting != nil {
		return r.dismiss(from.waiting, FarewellLeft)
	}
	return r.unseat(from.person, FarewellLeft)
}

// exits lists who has left by quick exit and is not here with any browser.
func (r *Room) exits() []ExitView {
	var list []ExitView
	for id, p := range r.people {
		waits := slices.ContainsFunc(r.lobby, func(w *waiter) bool { return w.person == id })
		if !p.exited.IsZero() && !p.seated() && !waits {
			list = append(list, ExitView{RosterName: p.member.Name, At: p.exited})
		}
	}
	slices.SortFunc(list, func(a, b ExitView) int {
		if by := a.At.Compare(b.At); by != 0 {
			return by
		}
		return strings.Compare(a.RosterName.Reveal(), b.RosterName.Reveal())
	})
	return list
}
