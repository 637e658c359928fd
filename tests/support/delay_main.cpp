// lite2pg-delay PORT MILLISECONDS: prints the port of a proxy to 127.0.0.1:PORT that delays every byte by so many
// milliseconds each way; at the end of its standard input it prints the round trips and ends. For scripts/bench.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "tests/support/delay_proxy.h"

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: lite2pg-delay PORT MILLISECONDS\n";
    return 2;
  }
  const lite2pg::test::DelayProxy proxy(std::atoi(argv[1]), std::chrono::milliseconds(std::atoi(argv[2])));
  std::cout << proxy.port() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  std::cout << proxy.round_trips() << " round trips, at most " << proxy.longest_conversation()
            << " in one connection\n";
  return 0;
} catch (const std::exception& e) {
  std::cerr << "lite2pg-delay: " << e.what() << "\n";
  return 1;
}
