package host

import (
	"slices"
	"time"

	"alcove/room"
)

// arrive connects a visit's browser to the room.
type arrive struct {
	fact     room.Arrived
	audience Audience
	answer   chan<- error // buffered
}

// run takes nobody in while the store is away: what it knows of them may have changed.
func (c arrive) run(h *Host) {
	if h.mode != modeServing {
		h.tally.refused.Add(1)
		c.answer <- ErrUnavailable
		return
	}
	events, err := h.room.Note(time.Now(), c.fact)
	c.answer <- err
	if err != nil {
		return
	}
	w := h.watchers[c.fact.Visit]
	if w == nil {
		w = &watcher{}
		h.watchers[c.fact.Visit] = w
	} else {
		// The same tab has come back before its old connection was noticed to be dead.
		w.audience.Tell(room.Gone{Visit: c.fact.Visit, Why: room.FarewellElsewhere})
	}
	w.audience, w.view = c.audience, room.View{}
	h.publish(events, nil)
}

// vanish says that a connection has ended. An older connection of a visit that has come back doesn't count.
type vanish struct {
	visit    room.VisitID
	audience Audience
}

func (c vanish) run(h *Host) {
	w := h.watchers[c.visit]
	if w == nil || w.audience != c.audience {
		return
	}
	delete(h.watchers, c.visit)
	h.note(room.Vanished{Visit: c.visit})
}

// hear says whether a connection is heard. Its audience stays: whatever is still on its way may arrive.
type hear struct {
	visit    room.VisitID
	audience Audience
	heard    bool
}

func (c hear) run(h *Host) {
	switch w := h.watchers[c.visit]; {
	case w == nil || w.audience != c.audience:
	case c.heard:
		h.note(room.Returned{Visit: c.visit})
	default:
		h.note(room.Vanished{Visit: c.visit})
	}
}

// lines replaces the set of seats whose lines are poor.
type lines struct{ poor []room.SeatNumber }

func (c lines) run(h *Host) { h.note(room.Lines{Poor: c.poor}) }

// command is what a browser asks for.
type command struct {
	visit    room.VisitID
	audience Audience
	command  room.Command
	answer   func(saved bool, err error)
}

func (c command) run(h *Host) {
	if w := h.watchers[c.visit]; w == nil || w.audience != c.audience {
		c.answer(false, room.ErrNotHere)
		return
	}
	if h.asking && len(h.aside) < callsWaiting {
		h.aside = append(h.aside, c)
		return
	}
	if h.mode != modeServing && room.Permissive(c.command) {
		h.tally.refused.Add(1)
		c.answer(false, ErrUnavailable)
		return
	}
	events, err := h.room.Apply(time.Now(), c.visit, c.command)
	if err != nil {
		c.answer(false, err)
		return
	}
	h.publish(events, func(saved bool) { c.answer(saved, nil) })
}

// lineOf is a question of staff: whose connection carries a seat?
type lineOf struct {
	visit    room.VisitID
	audience Audience
	seat     room.SeatNumber
	answer   func(room.VisitID, error)
}

func (c lineOf) run(h *Host) {
	if w := h.watchers[c.visit]; w == nil || w.audience != c.audience {
		c.answer("", room.ErrNotHere)
		return
	}
	c.answer(h.room.LineOf(c.visit, c.seat))
}

// takeUp carries out the commands that were put aside, in their order.
func (h *Host) takeUp() {
	waiting := h.aside
	h.aside = nil
	for _, c := range waiting {
		c.run(h)
	}
}

// revoke ends a membership in the live room.
type revoke struct {
	fact   room.Revoked
	answer chan<- error // buffered
}

func (c revoke) run(h *Host) {
	h.note(c.fact)
	c.answer <- nil
}

// remember brings a changed membership into the live room.
type remember struct{ member room.Membership }

func (c remember) run(h *Host) { h.note(room.Changed{Membership: c.member}) }

// regroup brings new settings of the group into the room.
type regroup struct{ group room.Group }

func (c regroup) run(h *Host) {
	if err := h.room.SetGroup(time.Now(), c.group); err != nil {
		h.log.Error("a group's new settings are unusable", "err", err)
		return
	}
	h.publish(nil, nil)
}

// speaking replaces the set of seats that are heard speaking.
type speaking struct{ seats []room.SeatNumber }

func (c speaking) run(h *Host) {
	for _, seat := range c.seats {
		if !slices.Contains(h.speaking, seat) {
			h.note(room.Spoke{Seat: seat})
		}
	}
	h.speaking = c.seats
	h.showSpeaking()
}

// showSpeaking tells everybody who is heard speaking among them, if that has changed: that somebody talks in private isn't
// told to others, not even by the moment of a message.
func (h *Host) showSpeaking() {
	for visit, w := range h.watchers {
		if heard := h.heardBy(visit); w.view.Place == room.PlaceCircle && !slices.Equal(heard, w.speaking) {
			w.speaking = heard
			w.audience.Speaking(heard)
		}
	}
}

// heardBy lists the seats that are heard speaking by those among whom a visit is.
func (h *Host) heardBy(visit room.VisitID) []room.SeatNumber {
	among := map[room.SeatNumber]room.Audience{}
	own := room.Audience(0)
	for _, s := range h.stage {
		among[s.Seat] = s.Audience
		if s.Visit == visit {
			own = s.Audience
		}
	}
	heard := make([]room.SeatNumber, 0, len(h.speaking))
	for _, seat := range h.speaking {
		if among[seat] == own {
			heard = append(heard, seat)
		}
	}
	return heard
}

// voice is what was found out about who has spoken.
type voice struct{ fact room.Voice }

func (c voice) run(h *Host) { h.note(c.fact) }

// talkOf is a question of staff: who has spoken how much?
type talkOf struct {
	visit    room.VisitID
	audience Audience
	answer   func(room.TalkView, error)
}

func (c talkOf) run(h *Host) {
	if w := h.watchers[c.visit]; w == nil || w.audience != c.audience {
		c.answer(room.TalkView{}, room.ErrNotHere)
		return
	}
	c.answer(h.room.TalkOf(time.Now(), c.visit))
}

// note applies a fact that can't be refused.
func (h *Host) note(f room.Fact) {
	events, err := h.room.Note(time.Now(), f)
	if err != nil {
		h.log.Error("a fact was refused", "err", err)
		return
	}
	h.publish(events, nil)
}
