package room

import (
	"slices"
	"time"
)

// pace is when somebody has done a thing lately. The zero value: never.
type pace []time.Time

// take counts one more, unless there were as many as may be in the last minute.
func (p *pace) take(now time.Time, perMinute int) bool {
	*p = slices.DeleteFunc(*p, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(*p) >= perMinute {
		return false
	}
	*p = append(*p, now)
	return true
}

// takeApart is like take, and counts nothing that comes within gap of the one before.
func (p *pace) takeApart(now time.Time, perMinute int, gap time.Duration) bool {
	if n := len(*p); n > 0 && now.Sub((*p)[n-1]) < gap {
		return false
	}
	return p.take(now, perMinute)
}

// Operation is a number by which a browser marks what it asks for, so that it may ask again when no answer came: the
// second time changes nothing. 0 marks nothing.
type Operation uint64

// operations are the last ones of a person, the newest last. They aren't saved; those of signals are, with the signal.
type operations []Operation

// keptOperations are more than a person may send while one answer is out.
const keptOperations = 64

func (o *operations) done(op Operation) bool { return op != 0 && slices.Contains(*o, op) }

func (o *operations) add(op Operation) {
	if op == 0 {
		return
	}
	if len(*o) == keptOperations {
		*o = slices.Delete(*o, 0, 1)
	}
	*o = append(*o, op)
}
