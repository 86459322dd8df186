/** The Go program of a Redis in memory, for the servers of Argo CD to share what they worked out. */
export const REDIS_PROGRAM = `package main

import (
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	// Its clock stands still unless it is told that time has passed.
	go func() {
		for range time.Tick(time.Second) {
			redis.FastForward(time.Second)
		}
	}()
	log.Printf("listening on %s", redis.Addr())
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM, syscall.SIGINT)
	<-asked
	redis.Close()
}
`;
