package e2e

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// comingsAndGoings is how often somebody comes, goes, or loses the line and is back.
const comingsAndGoings = 50

type seated struct {
	Seat int
	Name string
}

func order(v protocol.View) []seated {
	if v.Circle == nil {
		return nil
	}
	var places []seated
	for _, seat := range v.Circle.Seats {
		places = append(places, seated{seat.Seat, seat.Name})
	}
	return places
}

func TestEverybodySeesTheSameOrderWhoeverComesAndGoes(t *testing.T) {
	t.Parallel()
	const seed = 20
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	s := startFor(t, long)
	dana, _ := s.circle()
	clients := []string{"Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor", "Tom", "Priya", "Walter", "Joy"}
	there, seatOf := map[string]*bot.Bot{"Dana": dana}, map[string]int{"Dana": 1}

	for range comingsAndGoings {
		name := clients[random.IntN(len(clients))]
		one := there[name]
		switch {
		case one == nil:
			one = s.enter(dana, name, quietly)
			there[name] = one
			mine := one.View().You.Seat
			if kept, known := seatOf[name]; known && kept != mine {
				t.Errorf("%s comes back to seat %d, not to %d", name, mine, kept)
			}
			seatOf[name] = mine
		case random.IntN(4) == 0:
			one.CutLine()
			if err := one.AwaitPings(s.ctx, 2); err != nil { // on a line that is new
				t.Fatal(err)
			}
		default:
			if err := one.Leave(s.ctx); err != nil {
				t.Fatal(err)
			}
			delete(there, name)
		}
		s.sameOrder(there, seatOf)
	}
}

// sameOrder waits until everybody sees who is there, and fails the test if anybody's order isn't that of the seats.
func (s *server) sameOrder(there map[string]*bot.Bot, seatOf map[string]int) {
	s.t.Helper()
	var want []seated
	for name := range there {
		want = append(want, seated{seatOf[name], name})
	}
	slices.SortFunc(want, func(a, b seated) int { return a.Seat - b.Seat })
	for name, one := range there {
		got := order(s.await(one, "everybody who is there", func(v protocol.View) bool { return len(order(v)) == len(want) }))
		if diff := cmp.Diff(want, got); diff != "" {
			s.t.Errorf("%s sees another order (-seats +theirs):\n%s", name, diff)
		}
	}
}

// quietly is somebody with neither camera nor microphone.
func quietly(c *bot.Config) { c.Colour, c.Tone = 0, 0 }
