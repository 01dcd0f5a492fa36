package room

import "slices"

// raise joins the hand queue. The order of raising at the server is the only order there is.
func (r *Room) raise(p *person) error {
	if !slices.Contains(r.hands, p.member.Person) {
		r.hands = append(r.hands, p.member.Person)
	}
	return nil
}

func (r *Room) lower(id PersonID) {
	r.hands = slices.DeleteFunc(r.hands, func(other PersonID) bool { return other == id })
}

func (r *Room) lowerHandOf(n SeatNumber) error {
	p := r.at(n)
	if p == nil {
		return ErrNobodyThere
	}
	r.lower(p.member.Person)
	return nil
}

// spoke takes down the hand of somebody who has begun to speak to the group, and begins their turn if it is theirs.
func (r *Room) spoke(n SeatNumber) {
	if p := r.at(n); p != nil && p.microphone && !p.apart() {
		r.lower(p.member.Person)
		_ = r.beginTurn(p.member.Person) // it may well not be
	}
}
