using System.CommandLine;
using System.Globalization;

namespace Tautan.Bench;

/// <summary>Writes what nginx, wrk and h2load need to do the same: the map of slugs, nginx's settings, slugs to ask for at random.</summary>
internal static class GenerateCommand
{
    private const int Asked = 200_000;

    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 100_000 };
        var port = new Option<int>("--port") { Required = true, Description = "The port nginx listens at." };
        var securePort = new Option<int>("--secure-port") { Description = "Where nginx speaks TLS and HTTP/2, with tls.crt and tls.key of the directory; 0: nowhere." };
        var directory = new Argument<DirectoryInfo>("directory");
        var command = new Command("generate", "Write nginx.conf, links.map, links.lua, links.txt and unknown.txt.") { count, port, securePort, directory };
        command.SetAction(arguments => Generate(
            arguments.GetRequiredValue(directory).FullName, arguments.GetValue(count), arguments.GetValue(port), arguments.GetValue(securePort)));
        return command;
    }

    private static void Generate(string directory, int count, int port, int securePort)
    {
        Directory.CreateDirectory(directory);
        var random = new Random(1);
        File.WriteAllLines(Path.Combine(directory, "links.txt"), Enumerable.Range(0, Asked).Select(_ => "/" + GeneratedLinks.Slug(random.Next(count))));
        File.WriteAllLines(Path.Combine(directory, "unknown.txt"), Enumerable.Range(0, Asked).Select(_ => "/" + GeneratedLinks.Slug(count + random.Next(int.MaxValue - count))));
        File.WriteAllLines(Path.Combine(directory, "links.map"), Enumerable.Range(0, count).Select(number => $"/{GeneratedLinks.Slug(number)} {GeneratedLinks.Url(number)};"));
        // Sessions are resumed by tickets alone on both sides, as nginx does where nothing is set.
        var secure = securePort == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"""
            listen 127.0.0.1:{securePort} ssl http2;
                ssl_certificate {directory}/tls.crt; ssl_certificate_key {directory}/tls.key; ssl_protocols TLSv1.2 TLSv1.3;
                http2_max_concurrent_streams 100;
            """);
        var buckets = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2);
        File.WriteAllText(Path.Combine(directory, "nginx.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off;
            worker_processes 1;
            pid {{directory}}/nginx.pid;
            error_log {{directory}}/error.log;
            events { worker_connections 16384; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              map_hash_max_size {{buckets}};
              map_hash_bucket_size 256;
              client_body_temp_path {{directory}}/t1; proxy_temp_path {{directory}}/t2; fastcgi_temp_path {{directory}}/t3;
              uwsgi_temp_path {{directory}}/t4; scgi_temp_path {{directory}}/t5;
              map $uri $target { include {{directory}}/links.map; }
              server {
                listen 127.0.0.1:{{port}};
                {{secure}}
                location / {
                  if ($target = "") { return 404; }
                  add_header Cache-Control "private, max-age=0" always;
                  return 302 $target;
                }
              }
            }

            """));
        File.WriteAllText(Path.Combine(directory, "links.lua"), string.Create(CultureInfo.InvariantCulture, $$"""
            local requests = {}
            init = function(args)
              math.randomseed(1)
              local paths = {}
              for line in io.lines("{{directory}}/links.map") do
                paths[#paths + 1] = string.match(line, "^(%S+)")
              end
              for i = 1, {{Asked}} do
                requests[i] = wrk.format("GET", paths[math.random(#paths)])
              end
            end
            local i = 0
            request = function()
              i = i % #requests + 1
              return requests[i]
            end
            done = function(summary, latency)
              io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout))
            end

            """));
    }
}
