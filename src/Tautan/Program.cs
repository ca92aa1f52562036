using System.CommandLine;
using System.Reflection;
using Tautan.Serving;

var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
var root = new RootCommand("Tautan: short links that never go dead.") { ServeCommand.Make(version), CertsCommand.Make() };
return await root.Parse(args).InvokeAsync();
