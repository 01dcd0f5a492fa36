package sfu

import "time"

const (
	// missingMost is how many packets may be waited for; beyond that only a key frame helps.
	missingMost = 128
	// nackAfter lets packets that only overtook each other arrive by themselves.
	nackAfter = 15 * time.Millisecond
	// nackEvery is how long an answer may take before the packet is asked for again.
	nackEvery = 100 * time.Millisecond
	// nackAge is when a packet is given up: it could not be shown in time.
	nackAge = 600 * time.Millisecond
)

// missing is the list of packets of a layer that have not arrived though later ones have. The zero value is empty.
type missing struct {
	top     int64
	waiting [missingMost]missed
	count   int
}

type missed struct {
	number int64
	since  time.Time
	asked  time.Time
}

// restart empties the list; number is the first of a new run.
func (m *missing) restart(number int64) { m.top, m.count = number, 0 }

// add takes note that number has arrived. It reports false if so much is missing that the list was emptied instead.
func (m *missing) add(number int64, now time.Time) bool {
	if number <= m.top {
		for i := range m.count {
			if m.waiting[i].number == number {
				m.count--
				m.waiting[i] = m.waiting[m.count]
				break
			}
		}
		return true
	}
	gap := number - m.top - 1
	first := m.top + 1
	m.top = number
	if int64(m.count)+gap > missingMost {
		m.count = 0
		return false
	}
	for n := first; n < number; n++ {
		m.waiting[m.count] = missed{number: n, since: now}
		m.count++
	}
	return true
}

// due appends the sequence numbers that are to be asked for at now, and forgets those that are too old.
func (m *missing) due(sequences []uint16, now time.Time) []uint16 {
	kept := 0
	for i := range m.count {
		w := m.waiting[i]
		age := now.Sub(w.since)
		if age > nackAge {
			continue
		}
		if age >= nackAfter && now.Sub(w.asked) >= nackEvery {
			w.asked = now
			sequences = append(sequences, uint16(w.number))
		}
		m.waiting[kept] = w
		kept++
	}
	m.count = kept
	return sequences
}
