using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Gateway;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Table;
using Tautan.Platform.Hosting;

namespace Tautan.Bench;

/// <summary>The gateway's redirects and nothing else, on a table of generated links.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 100_000 };
        var port = new Option<int>("--port") { Required = true };
        var kestrel = new Option<bool>("--kestrel") { Description = "Leave every request to Kestrel, the plain ones too." };
        var command = new Command("serve", "Redirect generated links on 127.0.0.1.") { count, port, kestrel };
        command.SetAction((arguments, cancellationToken) =>
            ServeAsync(arguments.GetValue(count), arguments.GetValue(port), !arguments.GetValue(kestrel), cancellationToken));
        return command;
    }

    private static async Task ServeAsync(int count, int port, bool isDirect, CancellationToken cancellationToken)
    {
        // As the edge does, before the first socket is used (design §7).
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (isDirect) listen.UseDirectRedirects(isSecure: false);
            });
        });
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddRedirects(new GatewayOptions(), new Uri("http://localhost"));
        await using var app = builder.Build();
        Load(app.Services.GetRequiredService<LinkTable>(), count);
        await app.StartAsync(cancellationToken);
        Console.WriteLine($"Redirecting {count} links on port {port}.");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
    }

    private static void Load(LinkTable table, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
            table.Put(GeneratedLinks.Link(number).ToByteArray());
        var text = Enumerable.Range(0, count).Sum(number => (long)GeneratedLinks.Slug(number).Length + GeneratedLinks.Url(number).Length);
        Console.WriteLine($"Loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s; the table has {table.Size / (double)text:F2} bytes a byte of slugs and URLs.");
    }
}
