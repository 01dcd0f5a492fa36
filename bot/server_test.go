package bot

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
	"github.com/pion/ice/v4"
	"github.com/pion/logging"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"alcove/signaling/protocol"
)

// echo is a server with one seat besides the bot's own. What the bot sends comes back to it as that of seat 2. It is
// as simple as that: no rules, one bot at a time.
type echo struct {
	t   *testing.T
	url string

	offers chan string   // every offer
	from   chan message  // every command, pongs apart
	pongs  chan uint32   // numbers of the pongs
	sent   chan rtpHeard // what the bot sent; what nobody takes is dropped

	serving sync.WaitGroup

	mu     sync.Mutex
	conn   *websocket.Conn
	pcs    []*webrtc.PeerConnection
	mids   []string          // of the first offer, in order
	loss   map[string]func() // by rid: asks the bot's camera for a key frame
	refuse map[string]protocol.Code
	media  protocol.MediaState // what the next welcome says of the newest peer connection
}

type message struct {
	id uint32
	protocol.FromBrowser
}

type rtpHeard struct {
	mid, rid string
	packet   *rtp.Packet
}

const testSlots = 2

func newEcho(t *testing.T) *echo {
	s := &echo{
		t: t, offers: make(chan string, 8), from: make(chan message, 64), pongs: make(chan uint32, 8),
		sent: make(chan rtpHeard, 64), refuse: map[string]protocol.Code{}, loss: map[string]func(){},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/exchange", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Link string }
		if json.NewDecoder(r.Body).Decode(&body) != nil || body.Link != "secret" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"token": "token"})
	})
	mux.HandleFunc("GET /ws", s.serve)
	web := httptest.NewServer(mux)
	s.url = web.URL
	t.Cleanup(func() {
		s.mu.Lock()
		if s.conn != nil {
			_ = s.conn.CloseNow()
		}
		s.mu.Unlock()
		s.serving.Wait() // no more peer connections are made
		web.Close()
		for _, pc := range s.pcs {
			_ = pc.GracefulClose()
		}
	})
	return s
}

// serve welcomes whoever says hello and answers commands with done, unless they are to be refused.
func (s *echo) serve(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	s.serving.Add(1)
	defer s.serving.Done()
	s.mu.Lock()
	s.conn = conn
	s.mu.Unlock()
	for {
		_, frame, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		id, m, err := protocol.Decode(frame)
		if err != nil {
			s.from <- message{id, nil}
			continue
		}
		switch m := m.(type) {
		case protocol.Hello:
			s.mu.Lock()
			media := s.media
			s.mu.Unlock()
			slots := protocol.Slots{People: testSlots, Screen: 1}
			s.send(protocol.Welcome{Protocol: 1, Ticket: "ticket", Slots: slots, Media: media})
			s.from <- message{id, m}
		case protocol.Pong:
			s.pongs <- m.N
		case protocol.MediaOffer:
			s.mu.Lock()
			code, refused := s.refuse["media.offer"]
			s.mu.Unlock()
			s.offers <- m.SDP
			if refused {
				s.send(protocol.Refused{ID: id, Code: code})
				continue
			}
			s.answer(m.SDP)
		default:
			s.from <- message{id, m}
			s.judge(id, frame)
		}
	}
}

func (s *echo) judge(id uint32, frame []byte) {
	var e protocol.Envelope
	_ = json.Unmarshal(frame, &e)
	s.mu.Lock()
	code, refused := s.refuse[e.Type]
	s.mu.Unlock()
	if refused {
		s.send(protocol.Refused{ID: id, Code: code})
	} else if id != 0 {
		s.send(protocol.Done{ID: id, Saved: true})
	}
}

// send writes one message on the newest line.
func (s *echo) send(m protocol.FromServer) {
	s.t.Helper()
	frame, err := protocol.Encode(m)
	if err != nil {
		s.t.Error(err)
		return
	}
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	_ = conn.Write(s.t.Context(), websocket.MessageText, frame) // a bot that has gone hears nothing
}

// answer takes an offer, on the newest peer connection if it comes from the same one of the bot.
func (s *echo) answer(offer string) {
	s.mu.Lock()
	var pc *webrtc.PeerConnection
	if n := len(s.pcs); n > 0 && originOf(s.pcs[n-1].RemoteDescription().SDP) == originOf(offer) {
		pc = s.pcs[n-1]
	}
	s.mu.Unlock()
	if pc == nil {
		pc = s.begin()
	}
	if pc != nil {
		s.describe(pc, offer)
	}
}

// originOf returns the session id of a description.
func originOf(description string) string {
	_, origin, _ := strings.Cut(description, "o=")
	return strings.Fields(origin)[1]
}

// begin makes a peer connection whose first pair of slots carries what the bot sends.
func (s *echo) begin() *webrtc.PeerConnection {
	pc, err := quietAPI().NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		s.t.Error(err)
		return nil
	}
	s.mu.Lock()
	s.pcs = append(s.pcs, pc)
	s.mu.Unlock()
	back := map[webrtc.RTPCodecType]*webrtc.TrackLocalStaticRTP{}
	for kind, mime := range map[webrtc.RTPCodecType]string{audio: webrtc.MimeTypeOpus, video: webrtc.MimeTypeVP8} {
		back[kind], _ = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: mime}, kind.String(), "seat")
		// Pion gives it the first recvonly line of its kind.
		_, err = pc.AddTransceiverFromTrack(back[kind], direction(webrtc.RTPTransceiverDirectionSendonly))
		if err != nil {
			s.t.Error(err)
			return nil
		}
	}
	pc.OnTrack(func(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
		s.repeat(pc, t, r.RTPTransceiver().Mid(), back[t.Kind()])
	})
	return pc
}

func (s *echo) describe(pc *webrtc.PeerConnection, offer string) {
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		s.t.Error(err)
		return
	}
	mids := midsOf(offer)
	answer, err := pc.CreateAnswer(nil)
	if err == nil {
		err = pc.SetLocalDescription(answer)
	}
	if err != nil {
		s.t.Error(err)
		return
	}
	<-gathered
	s.mu.Lock()
	s.mids = mids
	s.mu.Unlock()
	s.send(protocol.MediaAnswer{SDP: pc.LocalDescription().SDP})
	s.send(protocol.MediaSlots{Slots: []protocol.Slot{
		{Mid: mids[numSources], Seat: 2, Kind: "audio"}, {Mid: mids[numSources+1], Seat: 2, Kind: "video"},
	}})
}

// repeat sends back what comes on one track, and tells the test.
func (s *echo) repeat(pc *webrtc.PeerConnection, t *webrtc.TrackRemote, mid string, back *webrtc.TrackLocalStaticRTP) {
	if t.Kind() == video {
		s.mu.Lock()
		s.loss[t.RID()] = func() { _ = pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(t.SSRC())}}) }
		s.mu.Unlock()
	}
	for {
		p, _, err := t.ReadRTP()
		if err != nil {
			return
		}
		select {
		case s.sent <- rtpHeard{mid, t.RID(), p.Clone()}:
		default:
		}
		p.Extension, p.Extensions = false, nil
		_ = back.WriteRTP(p)
	}
}

// seat puts the bot in the circle, or says what has changed there.
func (s *echo) seat(version uint64, microphone, camera bool) {
	s.send(protocol.View{
		Version: version, Place: circle, Running: true, Circle: &protocol.Circle{},
		You: protocol.Self{Seat: 1, Ready: true, MaySpeak: true, MayShow: true, Microphone: microphone, Camera: camera},
	})
}

// next returns the next command of one type; others are passed over.
func next[M protocol.FromBrowser](s *echo) M {
	s.t.Helper()
	ctx := within(s.t)
	for {
		select {
		case m := <-s.from:
			if wanted, ok := m.FromBrowser.(M); ok {
				return wanted
			}
		case <-ctx.Done():
			s.t.Fatalf("no %T came", *new(M))
		}
	}
}

// heard returns the next packet that satisfies want.
func (s *echo) heard(want func(rtpHeard) bool) rtpHeard {
	s.t.Helper()
	ctx := within(s.t)
	for {
		select {
		case p := <-s.sent:
			if want(p) {
				return p
			}
		case <-ctx.Done():
			s.t.Fatal("no such packet came")
		}
	}
}

func (s *echo) mid(source int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mids[source]
}

func midsOf(offer string) []string {
	var mids []string
	for line := range strings.Lines(offer) {
		if mid, ok := strings.CutPrefix(strings.TrimSpace(line), "a=mid:"); ok {
			mids = append(mids, mid)
		}
	}
	return mids
}

func quietAPI() *webrtc.API {
	engine := &webrtc.MediaEngine{}
	_ = engine.RegisterDefaultCodecs()
	for _, kind := range []webrtc.RTPCodecType{audio, video} {
		_ = engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: "urn:ietf:params:rtp-hdrext:sdes:mid"}, kind)
	}
	_ = engine.RegisterHeaderExtension(
		webrtc.RTPHeaderExtensionCapability{URI: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"}, video)
	_ = engine.RegisterHeaderExtension(
		webrtc.RTPHeaderExtensionCapability{URI: "urn:ietf:params:rtp-hdrext:ssrc-audio-level"}, audio)
	var settings webrtc.SettingEngine
	settings.LoggerFactory = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetIncludeLoopbackCandidate(true)
	return webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(settings))
}
