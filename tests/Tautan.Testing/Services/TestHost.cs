using Microsoft.AspNetCore.Builder;

namespace Tautan.Testing.Services;

/// <summary>A service that runs.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private int _isStopped;

    internal TestHost(TestInstallation installation, string name, WebApplication app)
    {
        Installation = installation;
        Name = name;
        App = app;
    }

    public TestInstallation Installation { get; }

    public string Name { get; }

    public WebApplication App { get; }

    /// <summary>Stops it as SIGTERM does: what is in flight is finished.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
            return;
        await App.StopAsync(cancellationToken);
        await App.DisposeAsync();
    }

    /// <summary>Stops it without waiting for what is in flight: those calls break.</summary>
    public async Task AbortAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
            return;
        await App.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await App.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
