using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Tests.Redirecting;

/// <summary>Redirects in front of Kestrel, and behind them an application that says so.</summary>
internal sealed class RunningRedirects : IAsyncDisposable
{
    public const string Application = "the application";

    private readonly WebApplication _app;
    private readonly RecordingSink _sink = new();

    private RunningRedirects(GatewayOptions options, bool isDirect)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Framing.MakeStrict(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (isDirect)
                    listen.UseDirectRedirects(isSecure: false);
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddRedirects(options, new Uri("https://base.example"));
        builder.Services.AddSingleton<IClickSink>(_sink);
        _app = builder.Build();
        _app.Run(context => context.Response.WriteAsync(Application));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public LinkTable Table => _app.Services.GetRequiredService<LinkTable>();

    public int Port { get; private set; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The records of all clicks so far.</summary>
    public IReadOnlyList<byte[]> Clicks => [.. _sink.Records];

    /// <param name="options">The gateway's settings.</param>
    /// <param name="isDirect">Whether plain requests are answered ahead of Kestrel, as they are in the product.</param>
    public static async Task<RunningRedirects> StartAsync(GatewayOptions? options = null, bool isDirect = true)
    {
        var running = new RunningRedirects(options ?? new GatewayOptions(), isDirect);
        await running._app.StartAsync();
        var addresses = running._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        running.Port = new Uri(addresses!.Addresses.Single()).Port;
        running.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{running.Port}") };
        return running;
    }

    /// <summary>Sends bytes as they are, and reads until the server closes.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends bytes as they are, and a request behind them after which a server closes, and reads until it has.</summary>
    /// <returns>Null where it broke off instead: what it had said before may be lost then.</returns>
    public async Task<string?> ExchangeAsync(string request, bool isByteByByte = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        var stream = socket.GetStream();
        socket.NoDelay = true;
        foreach (var value in isByteByByte ? Encoding.Latin1.GetBytes(request) : [])
            await stream.WriteAsync(new[] { value });
        await stream.WriteAsync(Encoding.Latin1.GetBytes((isByteByByte ? "" : request) + "GET /end HTTP/1.1\r\nHost: end.example\r\nConnection: close\r\n\r\n"));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            return null;
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class RecordingSink : IClickSink
    {
        public ConcurrentQueue<byte[]> Records { get; } = new();

        public void Append(Span<byte> record) => Records.Enqueue(record.ToArray());
    }
}
