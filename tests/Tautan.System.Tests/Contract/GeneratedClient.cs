using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Tautan.SystemTests.Contract;

/// <summary>A client that a tool of others makes of nothing but the document.</summary>
internal static class GeneratedClient
{
    private const string Namespace = "Generated";

    public static async Task<Assembly> MakeAsync(string document, CancellationToken cancellationToken)
    {
        var read = await OpenApiDocument.FromJsonAsync(document, cancellationToken);
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "TautanClient",
            CSharpGeneratorSettings = { Namespace = Namespace, JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.SystemTextJson },
        };
        return Compile(new CSharpClientGenerator(read, settings).GenerateFile());
    }

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            Namespace, [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var bytes = new MemoryStream();
        compilation.Emit(bytes).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        bytes.Position = 0;
        return new AssemblyLoadContext(Namespace, isCollectible: true).LoadFromStream(bytes);
    }
}
