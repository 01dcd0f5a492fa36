package room

import (
	"slices"
	"time"
)

// Messages are words on the side, to staff and from them. Members can't write to each other: none of their commands
// names anybody. Messages are kept in memory until the session is over, and saved nowhere.

// Limits of messages.
const (
	MaxMessage       = 500 // characters
	messagesInMinute = 10  // of one person
	keptMessages     = 500 // of one session
	shownMessages    = 50  // to somebody who comes in; of the longest ones as many as a browser's outbox holds
)

// MessageNumber names a message and orders it. It is made of the time, so that another server doesn't use it again.
type MessageNumber int64

// Addressee is to whom a message goes.
type Addressee string

// The addressees.
const (
	ToStaff Addressee = "staff" // all of them, also those who come later
	ToOne   Addressee = "one"   // a person in the circle
	ToAll   Addressee = "all"   // everybody in the circle, also those who come later
)

// Message is a message as one reader sees it.
type Message struct {
	Number    MessageNumber
	At        time.Time
	Mine      bool // its reader has written it
	From      Name // as the circle called them then
	FromStaff bool
	To        Addressee
	ToName    Name // of one
	ToSeat    SeatNumber
	FromSeat  SeatNumber // where an answer goes
	Text      Text
}

// message is what is kept of one.
type message struct {
	Message

	from, to PersonID
}

// onMessage carries out what is about messages.
func (r *Room) onMessage(now time.Time, p *person, c Command) ([]Event, error) {
	switch c := c.(type) {
	case WriteStaff:
		return r.writeStaff(now, p, c)
	case WriteSeat:
		return r.writeSeat(now, p, c)
	case WriteAll:
		return r.writeAll(now, p, c)
	default:
		return nil, ErrNotAllowed
	}
}

// writeStaff writes to all staff.
func (r *Room) writeStaff(now time.Time, p *person, c WriteStaff) ([]Event, error) {
	return r.write(now, p, message{Message: Message{To: ToStaff, Text: c.Text}}, c.Op)
}

// writeSeat writes to one person in the circle; staff alone can ask for it.
func (r *Room) writeSeat(now time.Time, p *person, c WriteSeat) ([]Event, error) {
	to := r.at(c.Seat)
	if to == nil || to == p {
		return nil, ErrNobodyThere
	}
	name := seated{c.Seat, to}.displayName(r.circle())
	return r.write(now, p, message{
		Message: Message{To: ToOne, ToName: name, ToSeat: c.Seat, Text: c.Text}, to: to.member.Person,
	}, c.Op)
}

// writeAll writes to everybody in the circle; staff alone can ask for it.
func (r *Room) writeAll(now time.Time, p *person, c WriteAll) ([]Event, error) {
	return r.write(now, p, message{Message: Message{To: ToAll, Text: c.Text}}, c.Op)
}

// write keeps a message and passes it on. Writing the same once more, by its operation, changes nothing.
func (r *Room) write(now time.Time, p *person, m message, op Operation) ([]Event, error) {
	text, err := m.Text.clean(MaxMessage)
	staff := p.member.Role.Staff()
	switch {
	case err != nil:
		return nil, err
	case text.Reveal() == "":
		return nil, ErrText
	case !staff && text.hasLink():
		return nil, ErrLink
	case p.operations.done(op):
		return nil, nil
	case !p.writePace.take(now, messagesInMinute):
		return nil, ErrTooOften
	}
	p.operations.add(op)
	m.Number = MessageNumber(now.UnixMilli())
	if n := len(r.messages); n > 0 {
		m.Number = max(m.Number, r.messages[n-1].Number+1)
	}
	m.from, m.FromSeat, m.FromStaff, m.At, m.Text = p.member.Person, r.seatNumber(p.member.Person), staff, now, text
	m.From = seated{m.FromSeat, p}.displayName(r.circle())
	r.messages = append(r.messages, m)
	if len(r.messages) > keptMessages {
		r.messages = slices.Delete(r.messages, 0, 1)
	}
	var events []Event
	for _, s := range r.circle() {
		if seen, ok := m.readBy(s.person); ok {
			events = append(events, Delivered{To: s.person.visit, Messages: []Message{seen}})
		}
	}
	return events, nil
}

// readBy returns a message as somebody in the circle sees it, if it is for them.
func (m message) readBy(p *person) (Message, bool) {
	id := p.member.Person
	shown := m.Message
	shown.Mine = m.from == id
	switch {
	case shown.Mine, m.To == ToAll, m.To == ToStaff && p.member.Role.Staff(), m.To == ToOne && m.to == id:
		return shown, true
	}
	return Message{}, false
}

// Inbox returns what a visit that has just come into the circle may read of this session's messages: the newest ones,
// the oldest of them first. It is false if there are none, and for whoever isn't in the circle.
func (r *Room) Inbox(v VisitID) (Delivered, bool) {
	from := r.actor(v)
	if from.person == nil || from.waiting != nil {
		return Delivered{}, false
	}
	inbox := Delivered{To: v}
	for _, m := range slices.Backward(r.messages) {
		if seen, ok := m.readBy(from.person); ok && len(inbox.Messages) < shownMessages {
			inbox.Messages = append(inbox.Messages, seen)
		}
	}
	slices.Reverse(inbox.Messages)
	return inbox, len(inbox.Messages) > 0
}
