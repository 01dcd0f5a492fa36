package sfu

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"alcove/room"
)

// narrowed is a server's socket whose sound and pictures to some addresses go through a line of so many bits per
// second, in virtual time. Everything else passes at once. Packets that don't fit wait, and none is ever lost.
type narrowed struct {
	socket
	mu    sync.Mutex
	lines map[netip.AddrPort]*narrowLine
}

type narrowLine struct {
	bits    float64 // per second; 0: no bound
	credit  float64 // bits
	waiting [][]byte
	passed  int
	base    uint16          // the first number that has not been reported
	seen    []time.Duration // when those from there on arrived
}

func (n *narrowed) ReadFromAddrPort(b []byte) (int, netip.AddrPort, error) {
	size, from, err := n.socket.ReadFromAddrPort(b)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.lines[from] == nil && err == nil {
		n.lines[from] = &narrowLine{}
	}
	return size, from, err
}

func (n *narrowed) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	media := len(b) > rtpHeaderSize && b[0]>>6 == 2 && (b[1] < 192 || b[1] > 223)
	n.mu.Lock()
	defer n.mu.Unlock()
	if l := n.lines[to]; media && l != nil {
		l.waiting = append(l.waiting, slices.Clone(b))
		return len(b), nil
	}
	return n.socket.WriteToAddrPort(b, to)
}

// pass lets through what fits within d, up to now.
func (n *narrowed) pass(now, d time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for to, l := range n.lines {
		l.credit += l.bits * d.Seconds()
		for len(l.waiting) > 0 {
			b := l.waiting[0]
			size := float64(8 * (len(b) + 28))
			if l.bits > 0 && size > l.credit {
				break
			}
			l.credit -= size
			l.waiting = l.waiting[1:]
			if _, err := n.socket.WriteToAddrPort(b, to); err != nil {
				return err
			}
			l.passed++
			l.note(b, now)
		}
		if l.bits == 0 || len(l.waiting) == 0 {
			l.credit = 0
		}
	}
	return nil
}

// note remembers when a packet has arrived, by its number, which no encryption covers.
func (l *narrowLine) note(b []byte, now time.Duration) {
	const id = 2 // of uriTransport at our clients; a wrong one would leave the line without reports
	p, ok := readPacket(b, extensionIDs{transport: id})
	if !ok || !p.extensions.hasTransport {
		return
	}
	if len(l.seen) == 0 {
		l.base = p.extensions.transport
	}
	at := int(p.extensions.transport - l.base)
	for len(l.seen) <= at {
		l.seen = append(l.seen, never)
	}
	l.seen[at] = now
}

// crew sends the sound and the three layers of one person, without a network.
type crew struct {
	seat    room.SeatNumber
	quiet   bool // what the microphone hears
	sound   *layer
	camera  []*layer
	numbers map[*layer]int
	voices  int
}

// hall is a room whose loop a test turns by hand, in virtual time.
type hall struct {
	*stand
	clock   atomic.Int64 // nanoseconds since origin
	sockets *narrowed
	crews   []*crew
	clients []*client
	lines   []*narrowLine
}

func newHall(t *testing.T, publishers int, visits ...room.VisitID) *hall {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{sockets: &narrowed{socket: socket{conn}, lines: map[netip.AddrPort]*narrowLine{}}}
	over, err := overSocket(h.sockets, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(over, nil)
	server.now = func() time.Time { return origin.Add(time.Duration(h.clock.Load())) }
	slots := Slots{People: publishers + len(visits)}
	h.stand = newStandOn(t, slots, server)
	h.room.Close() // its loop follows the clock on the wall
	h.room = newRoom(server, slots, h.stand)
	t.Cleanup(func() { close(h.room.done); h.room.Close() })

	for i := range publishers {
		visits = append(visits, room.VisitID(fmt.Sprint("publisher ", i)))
	}
	stage := stageOf(visits...)
	for i := range len(visits) - publishers {
		stage[i].Speaks, stage[i].Shows = false, false
	}
	h.room.SetStage(stage)
	for i, v := range visits[len(visits)-publishers:] {
		h.crews = append(h.crews, h.publish(v, uint32(100*(i+1))))
	}
	for _, v := range visits[:len(visits)-publishers] {
		c := newClient(h.stand, v, slots).connect()
		h.clients = append(h.clients, c)
		h.lines = append(h.lines, h.newest())
		h.wantLarge(c)
	}
	return h
}

// newest returns the line to the address that was heard of last.
func (h *hall) newest() (line *narrowLine) {
	h.Helper()
	h.sockets.mu.Lock()
	defer h.sockets.mu.Unlock()
	for _, l := range h.sockets.lines {
		if !slices.Contains(h.lines, l) {
			line = l
		}
	}
	if line == nil {
		h.Fatal("a client has no address of its own")
	}
	return line
}

func (h *hall) wantLarge(c *client) {
	_, p := h.room.find(c.visit)
	var wishes []Wish
	for _, s := range p.slots {
		wishes = append(wishes, Wish{s.line.mid, 1000})
	}
	h.room.Want(c.visit, wishes)
}

func (h *hall) publish(v room.VisitID, ssrc uint32) *crew {
	h.Helper()
	m, _ := h.room.find(v)
	p := newPeer(m, offer{sends: []sendLine{
		{mid: "0", source: room.SourceMicrophone, ssrc: ssrc, codec: codec{payload: 111}, ids: extensionIDs{level: levelID}},
		{mid: "1", source: room.SourceCamera, codec: codec{true, 96, 97}, rids: []string{"q", "h", "f"}},
	}}, h.server, func(*peer) {})
	p.line = unplugged{}
	p.ready.Store(true)
	if err := h.room.adopt(m, p); err != nil {
		h.Fatal(err)
	}
	for i, l := range p.layers {
		l.ssrc.Store(ssrc + uint32(i))
	}
	return &crew{seat: m.stage.Seat, sound: p.layers[0], camera: p.layers[1:], numbers: map[*layer]int{}}
}

// unplugged is the connection of a publisher without a network.
type unplugged struct{}

func (unplugged) WriteRTCP([]rtcp.Packet) error { return nil }
func (unplugged) GracefulClose() error          { return nil }

const turnEvery = 40 * time.Millisecond

// play sends what one turn of the crew's time takes: sound of 65 kbit/s, and pictures of 100, 300 and 600.
func (c *crew) play(now time.Time) {
	for range 2 {
		c.sound.receive(c.voice(), now)
		c.voices++
	}
	for rank, l := range c.camera {
		inter := byte(1)
		for _, ask := range l.asks(now, 9) {
			if _, pli := ask.(*rtcp.PictureLossIndication); pli {
				inter = 0
			}
		}
		for range []int{1, 2, 3}[rank] {
			n := c.numbers[l]
			body := []byte{0x90, 0x80, 0x80 | byte(n>>8)&0x7f, byte(n), inter, byte(rank)}
			l.receive(c.packet(l, 96, body, []int{430, 670, 930}[rank]), now)
			inter = 1
		}
	}
}

// levelID is under which id the crews send audio levels (RFC 6464).
const levelID = 1

// voice is a packet of sound whose first byte of payload is the seat.
func (c *crew) voice() []byte {
	raw := c.packet(c.sound, 111, []byte{byte(c.seat)}, 99)
	level := byte(loudLevel - 10)
	if c.quiet {
		level = 127
	}
	raw[0] |= 0x10
	return slices.Insert(raw, rtpHeaderSize, 0xbe, 0xde, 0, 1, levelID<<4, level, 0, 0)
}

func (c *crew) packet(l *layer, payload byte, body []byte, size int) []byte {
	n, ssrc := c.numbers[l], l.ssrc.Load()
	c.numbers[l]++
	raw := []byte{
		0x80, payload, byte(n >> 8), byte(n), byte(n >> 16), byte(n >> 8), byte(n), 0,
		0, 0, byte(ssrc >> 8), byte(ssrc),
	}
	return append(append(raw, body...), make([]byte, size)...)
}

// turn lets time go by.
func (h *hall) turn(d time.Duration) {
	h.Helper()
	for i := range int(d / turnEvery) {
		now := time.Duration(h.clock.Add(int64(turnEvery)))
		for _, c := range h.crews {
			c.play(origin.Add(now))
		}
		if err := h.sockets.pass(now, turnEvery); err != nil {
			h.Fatal(err)
		}
		if i%3 == 2 {
			h.report()
		}
		h.room.choose(origin.Add(now))
		h.room.tell()
		h.room.listen(origin.Add(now))
		h.room.look(origin.Add(now))
	}
}

// report has every browser say what has come, and waits until the server knows.
func (h *hall) report() {
	h.Helper()
	for i, c := range h.clients {
		_, p := h.room.find(c.visit)
		l := h.lines[i]
		h.sockets.mu.Lock()
		passed, seen, base := l.passed, l.seen, l.base
		l.seen = nil
		h.sockets.mu.Unlock()
		h.await("what has passed is received", func() bool { return len(c.packets) == passed })
		if len(seen) == 0 {
			continue
		}
		ssrc := uint32(0)
		for s := range p.bySSRC {
			ssrc = s
		}
		if err := c.pc.WriteRTCP([]rtcp.Packet{report{base, seen}.message(ssrc, 7)}); err != nil {
			h.Fatal(err)
		}
		last := base + uint16(len(seen))
		h.await("the server hears of it", func() bool {
			p.outgoing.mu.Lock()
			defer p.outgoing.mu.Unlock()
			return uint16(p.outgoing.heard) == last
		})
	}
}

// seen counts what a client has received since a mark: packets of sound, and of pictures by rank.
func (c *client) seen(since int) (voices int, pictures [maxLayers]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.packets[since:] {
		if len(p.payload) == 100 {
			voices++
		} else {
			pictures[p.payload[5]]++
		}
	}
	return voices, pictures
}

func (c *client) mark() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.packets)
}

// paused counts the pictures that a client was told are held back.
func (c *client) paused() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.slots[c.visit] {
		if s.Paused {
			n++
		}
	}
	return n
}

func TestOnANarrowLinePicturesGiveWayAndEverybodyIsHeard(t *testing.T) {
	const people = 3 // sound 196 kbit/s, pictures up to 1900
	h := newHall(t, people, "slow", "ben", "cleo")
	slow, line := h.clients[0], h.lines[0]
	is := func(what string, ok bool) {
		t.Helper()
		if !ok {
			voices, pictures := slow.seen(0)
			t.Errorf("%s; so far %d voices, pictures %v, %d paused; %+v", what, voices, pictures, slow.paused(), h.server.Stats())
		}
	}
	h.turn(5 * time.Second)
	mark := slow.mark()
	h.turn(2 * time.Second)
	_, pictures := slow.seen(mark)
	is("large pictures on a good line", pictures[2] > 0 && pictures[0]+pictures[1] == 0 && slow.paused() == 0)

	line.bits = 800_000
	h.turn(15 * time.Second)
	mark = slow.mark()
	h.turn(5 * time.Second)
	_, pictures = slow.seen(mark)
	is("smaller ones on a slower line", pictures[0]+pictures[1] > 0 && pictures[2] == 0)

	line.bits = 215_000
	h.turn(20 * time.Second)
	mark = slow.mark()
	h.turn(2 * time.Second)
	voices, pictures := slow.seen(mark)
	is("only sound on a slow one", voices > 0 && pictures == [maxLayers]int{} && slow.paused() == people)
	is("the seat has a poor line", slices.Equal(h.poor, []room.SeatNumber{1}))

	line.bits = 50_000_000
	for range 30 {
		if h.turn(10 * time.Second); slow.paused() == 0 && h.server.Stats().StepsUp == h.server.Stats().StepsDown {
			break
		}
	}
	mark = slow.mark()
	h.turn(2 * time.Second)
	_, pictures = slow.seen(mark)
	is("large pictures again", pictures[2] > 0 && pictures[0]+pictures[1] == 0 && slow.paused() == 0)

	h.turn(3 * turnEvery) // what was sent last is received
	sent := 0
	for _, c := range h.crews {
		sent += c.voices
	}
	for _, c := range h.clients {
		voices, pictures := c.seen(0)
		if voices != sent {
			t.Errorf("%s heard %d packets of %d", string(c.visit), voices, sent)
		}
		if c != slow && (pictures[0]+pictures[1] > pictures[2]/20 || c.paused() > 0) {
			t.Errorf("the pictures of %s, whose line is good, have suffered: %v", string(c.visit), pictures)
		}
	}
}
