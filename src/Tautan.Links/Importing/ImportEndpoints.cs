using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Links.Idempotency;
using Tautan.Links.Listing;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Importing;

/// <summary><c>/api/v1/imports</c>: asking for an import, sending its data, watching it, ending it.</summary>
internal static class ImportEndpoints
{
    private const int PieceBytes = 1024 * 1024;
    private const long MostBytes = 4L * 1024 * 1024 * 1024;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/imports", CreateAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeCreate);
        routes.MapGet("/api/v1/imports", ListAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksRead).Describe(DescribeList);
        routes.MapGet("/api/v1/imports/{id}", GetAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksRead).Describe(DescribeOne);
        routes.MapGet("/api/v1/imports/{id}/errors", ErrorsAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksRead).Describe(DescribeErrors);
        routes.MapPut("/api/v1/imports/{id}/data", SendAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeSend);
        routes.MapPost("/api/v1/imports/{id}/start", StartAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeStart);
        routes.MapDelete("/api/v1/imports/{id}", CancelAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeCancel);
    }

    private static Operation DescribeCreate() => new("createImport", "Ask for an import")
    {
        Description = "Links of a service (`url`, `apiKey`) or of a small file (`data`) are imported at once; a large file is sent afterwards, piece by piece, and started then.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<ImportRequest>("""{ "source": "csv", "data": "url,slug,tags\nhttps://a.example/1,one,sale\n", "onConflict": "skip" }"""),
        Replies =
        [
            Reply.Json<ImportView>(StatusCodes.Status201Created, "It waits for its data.").WithLocation(),
            Reply.Json<ImportView>(StatusCodes.Status202Accepted, "It runs.").WithLocation(),
        ],
        Problems = [IdempotencyKey.Reused],
    };

    private static Operation DescribeList() => new("listImports", "List imports")
    {
        Parameters = [Parameter.Limit(100), Parameter.Cursor],
        Replies = [Reply.Json<ListResponse>(StatusCodes.Status200OK, "A page of them, the newest first.")],
    };

    private static Operation DescribeOne() => new("getImport", "How far an import is")
    {
        Replies = [Reply.Json<ImportView>(StatusCodes.Status200OK, "The import.")],
        Problems = [NoSuchImport],
    };

    private static Operation DescribeErrors() => new("listImportErrors", "Rows of an import that were not taken, and why")
    {
        Parameters = [Parameter.Limit(100), Parameter.Cursor],
        Replies = [Reply.Json<ErrorsResponse>(StatusCodes.Status200OK, "A page of them, by line.")],
        Problems = [NoSuchImport],
    };

    private static Operation DescribeSend() => new("sendImportData", "Send the next bytes of a file")
    {
        Parameters = [Parameter.Query<long>("offset", "How many bytes were sent before.") with { Minimum = 0, IsRequired = true, Example = 0 }],
        Body = Body.Bytes,
        Replies = [Reply.Json<ImportView>(StatusCodes.Status200OK, "They are kept; `bytes` says how many there are.")],
        Problems = [NoSuchImport, Started, WrongOffset],
    };

    private static Operation DescribeStart() => new("startImport", "Begin an import whose data are there")
    {
        Replies = [Reply.Json<ImportView>(StatusCodes.Status200OK, "It runs, or has ended already.")],
        Problems = [NoSuchImport],
    };

    private static Operation DescribeCancel() => new("cancelImport", "End an import")
    {
        Description = "The links that it has made stay.",
        Replies = [Reply.Json<ImportView>(StatusCodes.Status200OK, "It has ended.")],
        Problems = [NoSuchImport],
    };

    private static readonly Problem Started = Problems.Create(StatusCodes.Status409Conflict, "import_started", "The import is running, and takes no data.");

    private static readonly Problem WrongOffset = Problems.Create(StatusCodes.Status409Conflict, "wrong_offset", "There are 1048576 bytes: go on there.");

    private static readonly Problem NoSuchImport = Problems.Create(StatusCodes.Status404NotFound, "import_not_found", "There is no such import.");

    private sealed record ListResponse(IReadOnlyList<ImportView> Items, string? NextCursor);

    private sealed record ErrorView(long Line, string? Field, string Message);

    private sealed record ErrorsResponse(IReadOnlyList<ErrorView> Items, string? NextCursor);

    private static async Task<IResult> CreateAsync(
        HttpContext http, UrlsOptions urls, ImportSignal signal, IUnitOfWork<LinksDb> unitOfWork, IDbContextFactory<LinksDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, problem) = await IdempotencyKey.ReadAsync(http.Request, cancellationToken);
        if (key is null)
            return Problems.Of(problem!);
        (var request, problem) = await JsonBody.ReadAsync<ImportRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var principal = http.GetCallContext().Principal!;
        var errors = new Dictionary<string, string[]>();
        var settings = request.Check(errors);
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            if (settings.Domain is { } domain && await FindDomain.ByNameAsync(db.Domains.AsNoTracking(), urls, principal.Workspace, domain, cancellationToken) is null)
                errors["domain"] = ["must be a registered domain"];
        }

        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var data = request.Data is null ? [] : Encoding.UTF8.GetBytes(request.Data);
        var isReady = request.Data is not null || ImportSources.Services.Contains(request.Source);
        var answer = await key.WriteAsync(
            unitOfWork,
            principal.Workspace,
            time,
            async (context, token) =>
            {
                var import = new Import
                {
                    Id = id,
                    WorkspaceId = principal.Workspace,
                    By = principal.Subject,
                    Source = request.Source!,
                    Settings = JsonSerializer.Serialize(settings),
                    State = isReady ? ImportState.Running : ImportState.Waiting,
                    Bytes = data.Length,
                    BeatAt = DateTimeOffset.UnixEpoch,
                    CreatedAt = now.ToStored(),
                };
                context.Db.Imports.Add(import);
                for (var offset = 0; offset < data.Length; offset += PieceBytes)
                    context.Db.ImportPieces.Add(new ImportPiece { ImportId = id, Offset = offset, Bytes = data[offset..Math.Min(data.Length, offset + PieceBytes)] });
                await context.Db.SaveChangesAsync(token);
                return Answer.Of(isReady ? StatusCodes.Status202Accepted : StatusCodes.Status201Created, ImportView.Of(import)) with { Location = $"/api/v1/imports/{id}" };
            },
            cancellationToken);
        signal.Pulse();
        return answer.ToResult();
    }

    // The newest first.
    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var page = PageQuery.Read(http.Request.Query, out var errors);
        var before = Guid.AllBitsSet;
        if (page.After is not null && !Guid.TryParse(page.After, out before))
            errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var imports = await db.Imports.AsNoTracking().Where(import => import.WorkspaceId == workspace && import.Id < before)
            .OrderByDescending(import => import.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var next = imports.Count > page.Limit ? PageQuery.CursorOf(imports[page.Limit - 1].Id.ToString()) : null;
        return Results.Json(new ListResponse([.. imports.Take(page.Limit).Select(ImportView.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return Guid.TryParse(id, out var importId) && await ImportStore.FindAsync(db, http.GetCallContext().Workspace, importId, cancellationToken) is { } import
            ? Results.Json(ImportView.Of(import))
            : Problems.Of(NoSuchImport);
    }

    private static async Task<IResult> ErrorsAsync(string id, HttpContext http, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var page = PageQuery.Read(http.Request.Query, out var errors);
        var after = 0L;
        if (page.After is not null && !long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (!Guid.TryParse(id, out var importId) || await ImportStore.FindAsync(db, http.GetCallContext().Workspace, importId, cancellationToken) is null)
            return Problems.Of(NoSuchImport);
        var rows = await db.ImportErrors.AsNoTracking().Where(error => error.ImportId == importId && error.Line > after)
            .OrderBy(error => error.Line).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > page.Limit ? PageQuery.CursorOf(rows[page.Limit - 1].Line.ToString(CultureInfo.InvariantCulture)) : null;
        return Results.Json(new ErrorsResponse([.. rows.Take(page.Limit).Select(error => new ErrorView(error.Line, error.Field.Length == 0 ? null : error.Field, error.Message))], next));
    }

    // The next bytes of a file. Whoever is not sure what arrived asks how many bytes there are, and goes on there.
    private static async Task<IResult> SendAsync(string id, HttpContext http, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var importId))
            return Problems.Of(NoSuchImport);
        if (!long.TryParse(http.Request.Query["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["offset"] = ["must be given: how many bytes were sent before"] }));
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body, cancellationToken);
        }
        catch (BadHttpRequestException exception)
        {
            return Problems.Of(Problems.Create(exception.StatusCode, exception.StatusCode == 413 ? "body_too_large" : "bad_request", exception.Message));
        }

        var bytes = body.ToArray();
        var workspace = http.GetCallContext().Workspace;
        var answer = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await ImportStore.FindAsync(context.Db, workspace, importId, token) is not { } import)
                    return Answer.Of(NoSuchImport);
                if (import.State != ImportState.Waiting)
                    return Answer.Of(Started with { Detail = $"The import is {import.State}, and takes no data." });
                if (offset != import.Bytes)
                    return Answer.Of(WrongOffset with { Detail = string.Create(CultureInfo.InvariantCulture, $"There are {import.Bytes} bytes: go on there."), Errors = new Dictionary<string, string[]> { ["offset"] = [string.Create(CultureInfo.InvariantCulture, $"must be {import.Bytes}")] } });
                if (offset + bytes.Length > MostBytes)
                    return Answer.Of(Problems.Invalid(new Dictionary<string, string[]> { ["offset"] = ["must leave the whole below 4 GB"] }));
                for (var place = 0; place < bytes.Length; place += PieceBytes)
                    context.Db.ImportPieces.Add(new ImportPiece { ImportId = importId, Offset = offset + place, Bytes = bytes[place..Math.Min(bytes.Length, place + PieceBytes)] });
                import.Bytes += bytes.Length;
                await context.Db.SaveChangesAsync(token);
                return Answer.Of(StatusCodes.Status200OK, ImportView.Of(import));
            },
            cancellationToken);
        return answer.ToResult();
    }

    private static async Task<IResult> StartAsync(string id, HttpContext http, ImportSignal signal, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        var answer = await ChangeAsync(
            id,
            http,
            unitOfWork,
            (_, import, _) =>
            {
                if (import.State == ImportState.Waiting)
                    import.State = ImportState.Running;
                return Task.CompletedTask;
            },
            cancellationToken);
        signal.Pulse();
        return answer;
    }

    // What it has made stays.
    private static Task<IResult> CancelAsync(string id, HttpContext http, ImportStore store, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, http, unitOfWork, (context, import, token) => import.FinishedAt is null ? store.EndAsync(context, import, ImportState.Cancelled, null, token) : Task.CompletedTask, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext http, IUnitOfWork<LinksDb> unitOfWork, Func<WriteContext<LinksDb>, Import, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var importId))
            return Problems.Of(NoSuchImport);
        var workspace = http.GetCallContext().Workspace;
        var answer = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await ImportStore.FindAsync(context.Db, workspace, importId, token) is not { } import)
                    return Answer.Of(NoSuchImport);
                await change(context, import, token);
                await context.Db.SaveChangesAsync(token);
                return Answer.Of(StatusCodes.Status200OK, ImportView.Of(import));
            },
            cancellationToken);
        return answer.ToResult();
    }
}
