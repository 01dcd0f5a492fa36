package room

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Talk time is how long and how often each person has spoken in the running session, from the voice that the media side
// has heard: never from what was said. It belongs to the person, so that a lost line, another browser or another seat
// changes nothing of it. Only staff see it, and only when they ask (TalkOf); nothing is ever decided by it, and nothing of it
// is left when the session ends.
const (
	// turnVoice is how much voice makes a turn. Less is a back-channel, an "mhm" that lets others go on.
	turnVoice = time.Second
	// turnPause is the silence that ends a turn.
	turnPause = 1500 * time.Millisecond
	// silence is how long nobody has spoken for it to be counted, and longSilence for it to be counted as a long one, too.
	silence     = 3 * time.Second
	longSilence = 10 * time.Second
	// lateVoice is how much later than it was heard a voice may be noted.
	lateVoice = 5 * time.Second
)

// Voice says who has spoken when, and whose claims of it can't be so, as the media side has found out some seconds later.
type Voice struct {
	Spans   []Span     // of any people, in the order in which they began; one may go on where another of the same person ends
	Doubted []PersonID // their sound is not as loud, or not as quiet, as their browsers say
}

// Span is a stretch of time in which somebody was heard.
type Span struct {
	Person   PersonID
	From, To time.Time
}

func (Voice) fact() {}

// Empty says whether there is nothing in it.
func (v Voice) Empty() bool { return len(v.Spans) == 0 && len(v.Doubted) == 0 }

// Add puts another one into it.
func (v *Voice) Add(other Voice) {
	v.Spans, v.Doubted = append(v.Spans, other.Spans...), append(v.Doubted, other.Doubted...)
}

// talkTime is that of a session. The zero value is before a session.
type talkTime struct {
	began          time.Time // since when it is counted: with the session, or since a server came that could
	people         map[PersonID]*talk
	silences, long int // long ones are among the silences

	// quiet is since when nobody has spoken; zero: there is nobody to speak to. It is not saved: nobody speaks or is
	// silent while a server is replaced.
	quiet time.Time
}

// talk is one person's.
type talk struct {
	role         Role // as they were last in the circle
	spoken       time.Duration
	turns, brief int       // brief: back-channels
	last         time.Time // when they ended their last turn, or are within it; zero: they have had none
	doubted      bool

	// What is being said: voice with pauses shorter than turnPause.
	voice time.Duration
	ended time.Time // zero: nothing was said

	present time.Duration // on a seat, up to since
	since   time.Time     // zero: not on a seat
}

// measured says whether the talk time of a role is anybody's concern: interpreters speak for others.
func (r Role) measured() bool { return r.Can(CanSpeak) && r != RoleInterpreter }

// attendTalk follows who is on a seat, after anything that may have changed it.
func (r *Room) attendTalk(now time.Time) {
	t := &r.talk
	if !r.running {
		*t = talkTime{}
		return
	}
	if t.began.IsZero() {
		t.began, t.people = now, map[PersonID]*talk{}
	}
	for id, p := range r.people {
		one := t.people[id]
		switch {
		case p.seated() && p.member.Role.measured():
			if one == nil {
				one = &talk{}
				t.people[id] = one
			}
			one.role = p.member.Role
			if one.since.IsZero() {
				one.since = now
			}
		case one != nil && !one.since.IsZero():
			one.present, one.since = one.attended(now), time.Time{}
		}
	}
	switch {
	case !r.converses():
		t.quiet = time.Time{}
	case t.quiet.IsZero():
		t.quiet = now
	}
}

// converses says whether two people or more could speak with each other. A silence counts only then: it is none while a
// session pauses or an exercise is done together, and nobody is silent alone. Whoever talks in private is away.
func (r *Room) converses() bool {
	if !r.running || r.absence.pause() || r.grounding.kind != GroundingNone {
		return false
	}
	n := 0
	for _, p := range r.people {
		if p.here() && !p.apart() && p.member.Role.Can(CanSpeak) {
			n++
		}
	}
	return n > 1
}

// hear counts what was spoken. What lies before the session began is left out.
func (r *Room) hear(now time.Time, v Voice) {
	if !r.running {
		return
	}
	for _, s := range v.Spans {
		p := r.people[s.Person]
		if s.From.Before(r.talk.began) {
			s.From = r.talk.began
		}
		if s.To.After(now) {
			s.To = now
		}
		if p == nil || !p.member.Role.Can(CanSpeak) || !s.From.Before(s.To) {
			continue
		}
		r.talk.breakSilence(s)
		if one := r.talk.people[s.Person]; one != nil && p.member.Role.measured() {
			one.hear(s.From, s.To)
		}
	}
	for _, id := range v.Doubted {
		if one := r.talk.people[id]; one != nil {
			one.doubted = true
		}
	}
}

// breakSilence ends the silence before s, and counts it if it was long enough.
func (t *talkTime) breakSilence(s Span) {
	if t.quiet.IsZero() {
		return
	}
	if length := s.From.Sub(t.quiet); length >= silence {
		t.silences++
		if length >= longSilence {
			t.long++
		}
	}
	if s.To.After(t.quiet) {
		t.quiet = s.To
	}
}

// hear adds a stretch of voice. It may go on where the last one has ended.
func (t *talk) hear(from, to time.Time) {
	if from.Before(t.ended) {
		from = t.ended
	}
	if !from.Before(to) {
		return
	}
	if from.Sub(t.ended) >= turnPause {
		t.finish()
	}
	was := t.voice
	t.voice += to.Sub(from)
	t.ended = to
	if t.voice < turnVoice {
		return
	}
	if was < turnVoice {
		t.turns++
		was = 0
	}
	t.spoken += t.voice - was
	t.last = to
}

// finish ends what is being said.
func (t *talk) finish() {
	if t.voice > 0 && t.voice < turnVoice {
		t.brief++
	}
	t.voice = 0
}

// attended returns for how long the person has been on a seat.
func (t *talk) attended(now time.Time) time.Duration {
	if t.since.IsZero() {
		return t.present
	}
	return t.present + max(now.Sub(t.since), 0)
}

// TalkView is what staff see of the talk time when they ask.
type TalkView struct {
	Seats []SeatTalk // of those in the circle, in the order of the seat numbers, never of the figures

	Spoken, ByStaff time.Duration // of everybody, also of those who have left; and of that by staff
	// Balance says how unequally clients have spoken who were there for half of the session or more: 0 is all the same, 1
	// is one alone. Nil for fewer than three of them, or if none has spoken. Equal is not the same as good.
	Balance *float64
	// Silences is how often nobody spoke for three seconds, and LongSilences how often of that for ten.
	Silences, LongSilences int

	// QuieterFirst is the raised hands of those who have spoken least before the others, and else in their order; then those
	// of people who listen today, whom nothing nudges. The group's order is another one and stays.
	QuieterFirst []SeatNumber
}

// SeatTalk is one person's talk time.
type SeatTalk struct {
	Seat   SeatNumber
	Spoken time.Duration // in turns
	Turns  int           // of a second of voice or more
	Brief  int           // back-channels
	Ago    time.Duration // since their last turn; negative: they have had none
	// Doubted: what their browser says of its sound can't be so, and neither can the figures.
	Doubted bool
}

// TalkOf returns the talk time so far, if the visit by may look at it. Only staff in the circle may, and it changes
// nothing, so that it is no Command. Before a session there are no figures. Errors are ErrNotHere, ErrNotAllowed and
// ErrNotSeated.
func (r *Room) TalkOf(now time.Time, by VisitID) (TalkView, error) {
	from := r.actor(by)
	switch {
	case from.person == nil:
		return TalkView{}, ErrNotHere
	case !from.person.member.Role.Can(CanModerate):
		return TalkView{}, ErrNotAllowed
	case from.waiting != nil:
		return TalkView{}, ErrNotSeated
	}
	view := TalkView{
		Balance: r.talk.balance(now), Silences: r.talk.silences, LongSilences: r.talk.long,
		QuieterFirst: r.quieterFirst(),
	}
	for _, s := range r.circle() {
		if t := r.talk.people[s.person.member.Person]; t != nil && s.person.member.Role.measured() {
			view.Seats = append(view.Seats, t.view(now, s.seat))
		}
	}
	for _, t := range r.talk.people {
		view.Spoken += t.spoken
		if t.role.Staff() {
			view.ByStaff += t.spoken
		}
	}
	return view, nil
}

func (t *talk) view(now time.Time, n SeatNumber) SeatTalk {
	view := SeatTalk{Seat: n, Spoken: t.spoken, Turns: t.turns, Brief: t.brief, Ago: -1, Doubted: t.doubted}
	if !t.last.IsZero() {
		view.Ago = max(now.Sub(t.last), 0)
	}
	if t.voice > 0 && t.voice < turnVoice && now.Sub(t.ended) >= turnPause+lateVoice {
		view.Brief++ // nothing more belongs to it
	}
	return view
}

// balance is the Gini coefficient of what clients have spoken, made comparable between groups of any size:
// ΣΣ|xi-xj| / (2n²·mean) · n/(n-1).
func (t *talkTime) balance(now time.Time) *float64 {
	var spoken []time.Duration
	for _, one := range t.people {
		if one.role.counted() && 2*one.attended(now) >= now.Sub(t.began) {
			spoken = append(spoken, one.spoken)
		}
	}
	var total, apart float64
	for _, x := range spoken {
		total += x.Seconds()
		for _, y := range spoken {
			apart += (x - y).Abs().Seconds()
		}
	}
	n := float64(len(spoken))
	if n < 3 || total == 0 {
		return nil
	}
	return new(apart / (2 * (n - 1) * total))
}

// quieterFirst orders the raised hands by what their owners have spoken so far. Whoever would rather listen today is
// nudged by nobody, so their silence brings them no nearer: they come after the others.
func (r *Room) quieterFirst() []SeatNumber {
	spoken := func(id PersonID) time.Duration {
		t := r.talk.people[id]
		switch {
		case r.people[id].listening():
			return math.MaxInt64
		case t == nil:
			return 0
		}
		return t.spoken / time.Second
	}
	hands := slices.Clone(r.hands)
	slices.SortStableFunc(hands, func(a, b PersonID) int { return cmp.Compare(spoken(a), spoken(b)) })
	var seats []SeatNumber
	for _, id := range hands {
		seats = append(seats, r.seatNumber(id))
	}
	return seats
}
