package room

import (
	"maps"
	"slices"
	"time"
)

// An observer sits in to learn or to supervise, if everybody who is there agrees. Staff ask the group; each client in the
// circle says yes or no for themselves, and nobody, staff included, is told who has said what. A no and an answer that
// doesn't come are the same. The observer comes in with the last yes, and goes out at once when a client is in the circle
// who has not agreed: somebody new, or somebody who has changed their mind.
//
// Nothing lets an observer in but a yes or a press of staff. Somebody's leaving never does: it would show that theirs was
// the answer that was missing.

// ObserverNumber names an observer, from the moment when the group is asked about them, to those who are asked. It is
// used once in a session.
type ObserverNumber int

// observing is the question about one observer. It ends when they are gone, or when staff send them out of the circle.
type observing struct {
	number  ObserverNumber
	person  PersonID
	visit   VisitID           // the browser that staff have asked for
	answers map[PersonID]bool // of clients, also of those who are not here now; false: rather not
}

// ObserverAsk is an observer as somebody sees them who is asked whether they agree.
type ObserverAsk struct {
	Observer ObserverNumber
	Name     Name
	Here     bool // is in the circle
	Answer   ObserverAnswer
}

// ObserverAnswer is what somebody has answered themselves. Nobody else's is in any view.
type ObserverAnswer string

// The answers.
const (
	ObserverUnanswered ObserverAnswer = ""
	ObserverAgreed     ObserverAnswer = "agreed"
	ObserverDeclined   ObserverAnswer = "declined"
)

// onGuests carries out what is about observers and captions.
func (r *Room) onGuests(now time.Time, p *person, c Command) ([]Event, error) {
	switch c := c.(type) {
	case AnswerObserver:
		return r.answerObserver(p, c)
	case Caption:
		return r.caption(now, p, c)
	default:
		return nil, ErrNotAllowed
	}
}

// askAbout asks the group about an observer whom staff would let in. Asked once more it changes no answer, and lets
// them in if nobody's yes is missing any more.
func (r *Room) askAbout(w *waiter) []Event {
	o := r.observing(w.person)
	if o == nil {
		r.lastObserver++
		o = &observing{number: r.lastObserver, person: w.person, answers: map[PersonID]bool{}}
		r.observers = append(r.observers, o)
	}
	o.visit = w.visit
	r.people[w.person].held = false  // staff ask for them again
	if r.people[w.person].seated() { // another browser takes over a seat that is theirs already
		return r.seat(w)
	}
	return r.letObserverIn(o)
}

// answerObserver takes somebody's own answer. A no sends the observer out; see keepConsent.
func (r *Room) answerObserver(p *person, c AnswerObserver) ([]Event, error) {
	i := slices.IndexFunc(r.observers, func(o *observing) bool { return o.number == c.Observer })
	if i < 0 {
		return nil, ErrNobodyThere
	}
	o := r.observers[i]
	o.answers[p.member.Person] = c.Agree
	if !c.Agree || r.people[o.person].seated() {
		return nil, nil
	}
	return r.letObserverIn(o), nil
}

// letObserverIn seats an observer if everybody agrees, nothing else keeps them out, and staff are there.
func (r *Room) letObserverIn(o *observing) []Event {
	i := slices.IndexFunc(r.lobby, func(w *waiter) bool { return w.visit == o.visit })
	if i < 0 || r.mayEnter(r.lobby[i]) != nil || !r.agreed(o) || r.staffWith() == nil {
		return nil
	}
	return r.seat(r.lobby[i])
}

// agreed says whether every client in the circle has said yes. Those whose line is lost count: their seat is kept.
func (r *Room) agreed(o *observing) bool {
	for _, s := range r.circle() {
		if s.person.member.Role.Can(CanAgree) && !o.answers[s.person.member.Person] {
			return false
		}
	}
	return true
}

// keepConsent comes after everything that has happened: no observer is in the circle without everybody's yes.
func (r *Room) keepConsent(now time.Time) {
	r.observers = slices.DeleteFunc(r.observers, func(o *observing) bool { return r.questionOver(o) })
	for _, o := range r.observers {
		maps.DeleteFunc(o.answers, func(id PersonID, _ bool) bool {
			p := r.people[id]
			return p == nil || !p.member.Role.Can(CanAgree)
		})
	}
	for _, s := range r.circle() {
		if s.person.member.Role != RoleObserver {
			continue
		}
		if o := r.observing(s.person.member.Person); o == nil || !r.agreed(o) {
			r.sendOut(s.person, now).held = s.person.held
		}
	}
}

// questionOver says whether nobody is to be asked about an observer any more.
func (r *Room) questionOver(o *observing) bool {
	p := r.people[o.person]
	waits := slices.ContainsFunc(r.lobby, func(w *waiter) bool { return w.visit == o.visit })
	return !r.running || !r.group.ObserversOK || p == nil || p.member.Role != RoleObserver || p.held || !p.seated() && !waits
}

// observing returns the question about a person, or nil.
func (r *Room) observing(id PersonID) *observing {
	if i := slices.IndexFunc(r.observers, func(o *observing) bool { return o.person == id }); i >= 0 {
		return r.observers[i]
	}
	return nil
}

// groupAsked says whether the group is being asked about whoever waits with this browser.
func (r *Room) groupAsked(w *waiter) bool {
	o := r.observing(w.person)
	return o != nil && o.visit == w.visit
}

// observerAsks is what p is asked about observers, in the order of asking.
func (r *Room) observerAsks(p *person) []ObserverAsk {
	if !p.member.Role.Can(CanAgree) {
		return nil
	}
	var list []ObserverAsk
	for _, o := range r.observers {
		observer := r.people[o.person]
		ask := ObserverAsk{Observer: o.number, Name: NameOf(observer.short()), Here: observer.seated()}
		if agree, answered := o.answers[p.member.Person]; answered {
			ask.Answer = ObserverDeclined
			if agree {
				ask.Answer = ObserverAgreed
			}
		}
		list = append(list, ask)
	}
	return list
}

// savedObserver is a question with its answers. They are about participation: saved with the session and gone with it.
type savedObserver struct {
	Number   int      `json:"number"`
	Person   string   `json:"person"`
	Visit    string   `json:"visit"`
	Agreed   []string `json:"agreed,omitempty"`
	Declined []string `json:"declined,omitempty"`
}

func (r *Room) saveObservers() []savedObserver {
	var list []savedObserver
	for _, o := range r.observers {
		saved := savedObserver{Number: int(o.number), Person: string(o.person), Visit: string(o.visit)}
		for _, id := range slices.Sorted(maps.Keys(o.answers)) {
			if o.answers[id] {
				saved.Agreed = append(saved.Agreed, string(id))
			} else {
				saved.Declined = append(saved.Declined, string(id))
			}
		}
		list = append(list, saved)
	}
	return list
}

func restoreObservers(saved []savedObserver) []*observing {
	var list []*observing
	for _, s := range saved {
		o := &observing{
			number: ObserverNumber(s.Number), person: PersonID(s.Person), visit: VisitID(s.Visit),
			answers: map[PersonID]bool{},
		}
		for _, id := range s.Agreed {
			o.answers[PersonID(id)] = true
		}
		for _, id := range s.Declined {
			o.answers[PersonID(id)] = false // whatever else is there, a no is a no
		}
		list = append(list, o)
	}
	return list
}

// soundObservers says whether restored questions are about people who are known, each with a number of its own.
func (r *Room) soundObservers() bool {
	seen := map[PersonID]bool{}
	last := ObserverNumber(0)
	for _, o := range r.observers {
		if r.people[o.person] == nil || seen[o.person] || o.number <= last || o.number > r.lastObserver {
			return false
		}
		seen[o.person], last = true, o.number
	}
	return true
}
