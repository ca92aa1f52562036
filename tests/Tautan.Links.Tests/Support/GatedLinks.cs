using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Tests;

/// <summary>Links whose writes can be made to wait, so that a test decides which of them share a commit.</summary>
internal sealed class GatedLinks : Service
{
    private readonly LinksService _links = new();

    public override string Name => _links.Name;

    public override IReadOnlyList<SettingsSection> Settings => _links.Settings;

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        _links.Add(builder, environment);
        var ungated = builder.Services.Last(service => service.ServiceType == typeof(IUnitOfWork<LinksDb>)).ImplementationFactory!;
        builder.Services.AddSingleton(services => new Gate((IUnitOfWork<LinksDb>)ungated(services)));
        builder.Services.AddSingleton<IUnitOfWork<LinksDb>>(services => services.GetRequiredService<Gate>());
    }

    public override void Map(WebApplication app) => _links.Map(app);

    internal sealed class Gate(IUnitOfWork<LinksDb> unitOfWork) : IUnitOfWork<LinksDb>
    {
        private readonly Channel<bool> _queued = Channel.CreateUnbounded<bool>();
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> WriteAsync<T>(Func<WriteContext<LinksDb>, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            var written = unitOfWork.WriteAsync(work, cancellationToken);
            _queued.Writer.TryWrite(true);
            return written;
        }

        /// <summary>Returns when a write is under way that ends with <see cref="Open"/>: what is queued until then is one group.</summary>
        public async Task CloseAsync()
        {
            while (_queued.Reader.TryRead(out _))
            {
                // What was written before does not count.
            }

            var isRunning = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = unitOfWork.WriteAsync(
                async (_, _) =>
                {
                    isRunning.TrySetResult();
                    await _open.Task;
                    return true;
                },
                CancellationToken.None);
            await isRunning.Task;
        }

        public async Task WaitForQueuedAsync(CancellationToken cancellationToken) => await _queued.Reader.ReadAsync(cancellationToken);

        public void Open() => _open.SetResult();
    }
}
