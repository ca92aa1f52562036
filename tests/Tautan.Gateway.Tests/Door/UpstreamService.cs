using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Tests.Door;

/// <summary>A service behind the gateway: its feed, and for every request whatever the test answers.</summary>
internal sealed class UpstreamService(string name) : Service
{
    public override string Name => name;

    public override IReadOnlyList<SettingsSection> Settings => [];

    public UpstreamFeed Feed { get; } = new();

    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync(name);

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Feed);
    }

    public override void Map(WebApplication app)
    {
        if (name == ServiceNames.Links)
            app.MapGrpcService<UpstreamLinkFeed>().AllowCallers(ServiceNames.Gateway);
        else
            app.MapGrpcService<UpstreamVerdictFeed>().AllowCallers(ServiceNames.Gateway);
        app.Map("/api/{**rest}", context => Answer(context)).AllowCallers(ServiceNames.Gateway);
    }
}
