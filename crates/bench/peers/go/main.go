// Calls ListCases with the official Go SDK of Service Tickets and prints the cost.
//
// Usage: peer ENDPOINT TICKETS CALLS IN_FLIGHT. The SDK has its default settings. It signs with an access key, the only
// authentication that it supports.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	osm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2/model"
)

// outcome is the output of all callers.
type outcome struct {
	CPU  float64 `json:"cpu_us"`
	Rate float64 `json:"calls_per_s"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "go:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	if len(words) != 4 {
		return fmt.Errorf("usage: peer ENDPOINT TICKETS CALLS IN_FLIGHT")
	}
	var numbers [3]int
	for index, word := range words[1:] {
		number, err := strconv.Atoi(word)
		if err != nil || number < 1 {
			return fmt.Errorf("%q is no number from 1 on", word)
		}
		numbers[index] = number
	}
	tickets, calls, inFlight := numbers[0], numbers[1], numbers[2]
	client, err := connect(words[0])
	if err != nil {
		return err
	}
	// Warm-up: opens connections and initializes what is created at first use.
	if err := many(client, tickets, calls/10+inFlight, inFlight); err != nil {
		return err
	}
	cpu, err := processorTime()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := many(client, tickets, calls, inFlight); err != nil {
		return err
	}
	wall := time.Since(start)
	after, err := processorTime()
	if err != nil {
		return err
	}
	// The number of calls made: the same for each goroutine.
	made := float64(calls / inFlight * inFlight)
	micros := float64((after - cpu).Nanoseconds()) / 1000
	return json.NewEncoder(os.Stdout).Encode(outcome{micros / made, made / wall.Seconds()})
}

func connect(endpoint string) (*osm.OsmClient, error) {
	credentials, err := global.NewCredentialsBuilder().
		WithAk("AKEXAMPLE0000000TEST").
		WithSk("SkExampleOnlyForTests/NotARealKey0000000").
		WithDomainId("0a1b2c3d4e5f60718293a4b5c6d7e8f9").
		SafeBuild()
	if err != nil {
		return nil, err
	}
	client, err := osm.OsmClientBuilder().WithEndpoint(endpoint).WithCredential(credentials).SafeBuild()
	if err != nil {
		return nil, err
	}
	return osm.NewOsmClient(client), nil
}

// many makes `calls` calls in total, sequentially in each of `inFlight` goroutines.
func many(client *osm.OsmClient, tickets, calls, inFlight int) error {
	if inFlight == 1 {
		return oneByOne(client, tickets, calls)
	}
	errs := make(chan error, inFlight)
	var group sync.WaitGroup
	for index := 0; index < inFlight; index++ {
		group.Add(1)
		go func() {
			defer group.Done()
			errs <- oneByOne(client, tickets, calls/inFlight)
		}()
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func oneByOne(client *osm.OsmClient, tickets, calls int) error {
	for index := 0; index < calls; index++ {
		limit := int32(tickets)
		page, err := client.ListCases(&model.ListCasesRequest{Limit: &limit})
		if err != nil {
			return err
		}
		if page.IncidentInfoList == nil || len(*page.IncidentInfoList) != tickets {
			return fmt.Errorf("other than %d tickets came", tickets)
		}
	}
	return nil
}

// processorTime returns the CPU time of all threads of this process.
func processorTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
