package bot

import (
	"context"
	"errors"

	"alcove/signaling/protocol"
)

const (
	lobby  = "lobby"
	circle = "circle"
)

// Do sends a command and waits for its answer: nil if it took effect, *RefusedError if it did not, ErrLineLost if
// nobody knows.
func (b *Bot) Do(ctx context.Context, m protocol.FromBrowser) error {
	_, err := b.DoSaving(ctx, m)
	return err
}

// DoSaving is Do, and also says whether what took effect has been saved.
func (b *Bot) DoSaving(ctx context.Context, m protocol.FromBrowser) (saved bool, err error) {
	id, answer, err := b.ask(ctx, m)
	if err != nil {
		return false, err
	}
	defer b.forget(id)
	select {
	case err := <-answer:
		switch {
		case errors.Is(err, errUnsaved):
			return false, nil
		case errors.Is(err, ErrLineLost):
			err = b.whyLost(ctx)
		}
		return err == nil, err
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// errUnsaved is the answer to what is in force and not yet saved.
var errUnsaved = errors.New("not yet saved")

// whyLost prefers the server's last word, if it said one, to ErrLineLost.
func (b *Bot) whyLost(ctx context.Context) error {
	if b.cfg.NoResume {
		select {
		case <-b.done:
		case <-ctx.Done():
		}
	}
	if bye := new(GoodbyeError); errors.As(context.Cause(b.ctx), &bye) {
		return bye
	}
	return ErrLineLost
}

// ask sends a command with an id of its own and returns where its answer will be.
// The caller forgets the id in the end.
func (b *Bot) ask(ctx context.Context, m protocol.FromBrowser) (uint32, <-chan error, error) {
	answer := make(chan error, 1) // so that the answer never waits for the asker
	b.mu.Lock()
	l := b.line
	if l != nil {
		b.lastID++
		b.pending[b.lastID] = answer
	}
	id := b.lastID
	b.mu.Unlock()
	if l == nil {
		return 0, nil, b.whyLost(ctx)
	}
	if err := l.send(ctx, id, m); err != nil {
		b.forget(id)
		return 0, nil, errors.Join(ErrLineLost, err)
	}
	return id, answer, nil
}

func (b *Bot) forget(id uint32) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pending, id)
}

// answer gives the one who asked the server's word.
func (b *Bot) answer(id uint32, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if waiting, ok := b.pending[id]; ok {
		waiting <- err
		delete(b.pending, id)
	}
}

// take takes in one message of the line l.
func (b *Bot) take(l *line, m protocol.FromServer) {
	switch m := m.(type) {
	case protocol.Ping:
		_ = l.send(b.ctx, 0, protocol.Pong{N: m.N}) // a broken line shows in the next read
		b.pings.Add(1)
	case protocol.Done:
		var err error
		if !m.Saved {
			err = errUnsaved
		}
		b.answer(m.ID, err)
	case protocol.Refused:
		b.answer(m.ID, &RefusedError{m.Code})
	case protocol.View:
		b.look(l, m)
	case protocol.MediaAnswer:
		b.newestStage().answered(m.SDP)
	case protocol.MediaSlots:
		b.received.rebind(m.Slots)
		b.mu.Lock()
		b.slots = m.Slots
		b.mu.Unlock()
	default:
		b.note(m)
	}
	b.news.announce()
}

// note takes in the messages that are only kept.
func (b *Bot) note(m protocol.FromServer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch m := m.(type) {
	case protocol.Ticket:
		b.ticket = m.Ticket
	case protocol.MediaSpeaking:
		b.speaking = m.Seats
	case protocol.InviteDeclined:
		b.declined = append(b.declined, m.Seat)
	case protocol.Messages:
		b.messages = append(b.messages, m.Messages...)
	case protocol.MediaLayers:
		b.unwanted.Store(useless(m.Active))
	default: // take knows the others
	}
}

// look takes in a view and does what a person would do by themselves: say that they are ready, turn the devices on
// when they sit down, answer an invitation.
func (b *Bot) look(l *line, v protocol.View) {
	b.mu.Lock()
	before, resumed := b.view, b.view.Version == 0
	if v.Version <= before.Version {
		b.mu.Unlock()
		return
	}
	b.view = v
	slots, kept := b.room, b.kept && resumed
	b.mu.Unlock()

	seated := v.Place == circle
	shares := seated && v.Circle != nil && v.Circle.Screen == v.You.Seat
	b.open[microphone].Store(seated && v.You.Microphone)
	b.open[camera].Store(seated && v.You.Camera)
	b.open[screen].Store(shares)
	b.open[screenSound].Store(shares)
	switch v.Place {
	case lobby:
		b.cut()
		if !v.You.Ready && !b.cfg.Unready && (resumed || before.Place != lobby) {
			_ = l.send(b.ctx, 0, protocol.LobbyReady{})
		}
	case circle:
		if before.Place != circle && !b.cfg.DevicesOff {
			b.turnOn(l)
		}
		switch {
		case !resumed && before.Place == circle:
		case kept && b.goOn():
		default:
			b.cut() // the old one may be of a server that has died
			b.startStage(slots)
		}
		if v.You.Invited && !before.You.Invited && b.cfg.AcceptInvites {
			_ = l.send(b.ctx, 0, protocol.MicSet{On: true})
		}
		if b.cfg.AcceptInvites {
			b.stepAside(l, asideOf(before), asideOf(v))
		}
	}
}

// stepAside says yes to a talk in private, and turns on again what was turned off on the way there or back.
func (b *Bot) stepAside(l *line, before, now protocol.OwnAside) {
	if now.AskedBy != 0 && before.AskedBy == 0 {
		_ = l.send(b.ctx, 0, protocol.AsideAccept{})
	}
	if now.With != before.With {
		b.turnOn(l)
	}
}

func asideOf(v protocol.View) protocol.OwnAside {
	if v.You.Aside == nil {
		return protocol.OwnAside{}
	}
	return *v.You.Aside
}

// turnOn turns on the devices that the bot has. Whoever may not use them is refused, and stays as they are.
func (b *Bot) turnOn(l *line) {
	if b.hasMicrophone() {
		_ = l.send(b.ctx, 0, protocol.MicSet{On: true})
	}
	if b.hasCamera() {
		_ = l.send(b.ctx, 0, protocol.CameraSet{On: true})
	}
}
