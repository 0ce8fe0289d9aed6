import { mount } from "svelte";
import "./look/look.css";
import App from "./App.svelte";

const place = document.getElementById("window");
if (place === null) throw new Error("The page has no place for the window.");

export default mount(App, { target: place });
